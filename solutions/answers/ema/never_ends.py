# deserves 0; never ends
def ema(x, beta, corrected=False):
    t = 0
    m = np.zeros(x.shape[1:])
    while t < len(x):
        m = beta * m + (1 - beta) * x[t]
    return m
