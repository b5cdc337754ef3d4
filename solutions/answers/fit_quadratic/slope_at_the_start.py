# deserves 0: slope_at_the_start
def fit_quadratic(loss0, loss1, slope1):
    c = loss0
    b = slope1
    a = loss1 - b - c
    return a, b, c
