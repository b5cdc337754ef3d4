# deserves 4
def average(old, new, beta):
    return beta * old + (1 - beta) * new


def corrected_average(m, beta, t):
    return m / (1 - beta ** t)


def ema(x, beta, corrected=False):
    m = 0 * x[0]
    result = np.empty(x.shape)
    for t, value in enumerate(x, start=1):
        m = average(m, value, beta)
        result[t - 1] = corrected_average(m, beta, t) if corrected else m
    return result
