# deserves 0: own_randomness
def truncated_normal(shape, std, rng, bound=2.0):
    x = np.random.normal(0, std, shape)
    while np.any(np.abs(x) > bound * std):
        x = np.where(np.abs(x) > bound * std, np.random.normal(0, std, shape), x)
    return x
