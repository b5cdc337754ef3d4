# deserves 0: along_the_last_axis
def ema(x, beta, corrected=False):
    result = np.zeros(x.shape)
    m = np.zeros(x.shape[:-1])
    for t in range(x.shape[-1]):
        m = beta * m + (1 - beta) * x[..., t]
        result[..., t] = m / (1 - beta ** (t + 1)) if corrected else m
    return result
