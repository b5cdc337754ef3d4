# deserves 4
def fit_quadratic(loss0, loss1, slope1):
    c = loss0
    b = 2 * loss1 - 2 * c - slope1
    a = loss1 - b - c
    return [a, b, c]
