# deserves 4
def ema(x, beta, corrected=False):
    result = []
    for t in range(1, len(x) + 1):
        m = 0
        for i in range(t):
            m = m + (1 - beta) * beta ** (t - 1 - i) * x[i]
        if corrected:
            m = m / (1 - beta ** t)
        result.append(m)
    return np.array(result)
