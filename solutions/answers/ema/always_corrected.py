# deserves 2: always_corrected
def ema(x, beta, corrected=False):
    m = 0
    result = []
    for t, value in enumerate(x):
        m = beta * m + (1 - beta) * value
        result.append(m / (1 - beta ** (t + 1)))
    return np.array(result)
