# deserves 0: losses_swapped
def fit_quadratic(loss0, loss1, slope1):
    a = slope1 - (loss0 - loss1)
    b = 2 * (loss0 - loss1) - slope1
    c = loss1
    return a, b, c
