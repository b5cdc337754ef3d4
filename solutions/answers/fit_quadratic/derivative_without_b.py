# deserves 0: derivative_without_b
def fit_quadratic(loss0, loss1, slope1):
    c = loss0
    a = slope1 / 2
    b = loss1 - a - c
    return a, b, c
