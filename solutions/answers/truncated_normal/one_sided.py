# deserves 1: one_sided
def truncated_normal(shape, std, rng, bound=2.0):
    x = np.abs(rng.normal(0, std, shape))
    while np.any(x > bound * std):
        x = np.where(x > bound * std, np.abs(rng.normal(0, std, shape)), x)
    return x
