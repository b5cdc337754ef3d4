# deserves 2: correction_forgotten
def ema(x, beta, corrected=False):
    m = 0
    result = []
    for value in x:
        m = beta * m + (1 - beta) * value
        result.append(m)
    return np.array(result)
