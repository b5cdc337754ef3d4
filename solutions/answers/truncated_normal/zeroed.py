# deserves 1: zeroed
def truncated_normal(shape, std, rng, bound=2.0):
    x = rng.normal(0, std, shape)
    x[np.abs(x) > bound * std] = 0
    return x
