# deserves 0: new_value_unweighted
def ema(x, beta, corrected=False):
    m = np.zeros(x.shape[1:])
    result = np.zeros(x.shape)
    for t in range(len(x)):
        m = beta * m + x[t]
        result[t] = m
        if corrected:
            result[t] = m / (1 - beta ** (t + 1))
    return result
