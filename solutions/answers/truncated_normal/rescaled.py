# deserves 1: rescaled
def truncated_normal(shape, std, rng, bound=2.0):
    x = rng.normal(0, 1, shape)
    while (np.abs(x) > bound).any():
        x = np.where(np.abs(x) > bound, rng.normal(0, 1, shape), x)
    # the standard deviation should be std afterwards
    grid = np.linspace(-bound, bound, 20001)
    p = np.exp(-grid ** 2 / 2)
    return std * x / np.sqrt((grid ** 2 * p).sum() / p.sum())
