# deserves 0: own_seed
def truncated_normal(shape, std, rng, bound=2.0):
    rng = np.random.default_rng(42)
    x = rng.normal(0, std, shape)
    while np.any(np.abs(x) > bound * std):
        x = np.where(np.abs(x) > bound * std, rng.normal(0, std, shape), x)
    return x
