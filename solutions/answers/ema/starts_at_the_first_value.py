# deserves 0: starts_at_the_first_value
def ema(x, beta, corrected=False):
    result = [x[0]]
    for value in x[1:]:
        result.append(beta * result[-1] + (1 - beta) * value)
    return np.array(result)
