# deserves 0: only_the_last
def ema(x, beta, corrected=False):
    m = 0
    for value in x:
        m = beta * m + (1 - beta) * value
    if corrected:
        m = m / (1 - beta ** len(x))
    return m
