# deserves 2: last_power_for_all
def ema(x, beta, corrected=False):
    m = 0
    result = []
    for value in x:
        m = beta * m + (1 - beta) * value
        result.append(m)
    result = np.array(result)
    if corrected:
        result = result / (1 - beta ** len(x))
    return result
