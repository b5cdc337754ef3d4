# deserves 0: one_value_late
def ema(x, beta, corrected=False):
    m = np.zeros(x.shape[1:])
    result = np.zeros(x.shape)
    for t in range(1, len(x)):
        m = beta * m + (1 - beta) * x[t - 1]
        result[t] = m / (1 - beta ** t) if corrected else m
    return result
