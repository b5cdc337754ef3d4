# deserves 4
def ema(x, beta, corrected=False):
    averages = []
    m = 0 * x[0]
    for value in x:
        m = m + (1 - beta) * (value - m)
        averages.append(m)
    averages = np.array(averages)
    if not corrected:
        return averages
    t = np.arange(1, len(x) + 1).reshape(-1, *[1] * (x.ndim - 1))
    return averages / (1 - beta ** t)
