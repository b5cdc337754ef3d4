# deserves 4
def fit_quadratic(loss0, loss1, slope1):
    l0, l1, s = np.float32(loss0), np.float32(loss1), np.float32(slope1)
    return s - l1 + l0, 2 * l1 - 2 * l0 - s, l0
