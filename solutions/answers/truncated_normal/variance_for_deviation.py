# deserves 1: variance_for_deviation
def truncated_normal(shape, std, rng, bound=2.0):
    x = rng.normal(0, std ** 2, shape)
    while np.any(np.abs(x) > bound * std ** 2):
        x = np.where(np.abs(x) > bound * std ** 2, rng.normal(0, std ** 2, shape), x)
    return x
