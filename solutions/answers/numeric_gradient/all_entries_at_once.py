# deserves 0: all_entries_at_once
def numeric_gradient(f, x, h=1e-5):
    derivative = (f(x + h) - f(x - h)) / (2 * h)
    return derivative * np.ones(x.shape)
