# deserves 2: correction_fed_back
def ema(x, beta, corrected=False):
    m = np.zeros(x.shape[1:])
    result = np.zeros(x.shape)
    for t in range(len(x)):
        m = beta * m + (1 - beta) * x[t]
        if corrected:
            m = m / (1 - beta ** (t + 1))
        result[t] = m
    return result
