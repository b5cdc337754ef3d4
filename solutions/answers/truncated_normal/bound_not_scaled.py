# deserves 1: bound_not_scaled
def truncated_normal(shape, std, rng, bound=2.0):
    x = rng.normal(0, std, shape)
    while np.any(np.abs(x) > bound):
        x = np.where(np.abs(x) > bound, rng.normal(0, std, shape), x)
    return x
