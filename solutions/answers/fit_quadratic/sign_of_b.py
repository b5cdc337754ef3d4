# deserves 0: sign_of_b
def fit_quadratic(loss0, loss1, slope1):
    a = slope1 - (loss1 - loss0)
    b = slope1 - 2 * (loss1 - loss0)
    c = loss0
    return a, b, c
