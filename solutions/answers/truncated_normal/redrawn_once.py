# deserves 1: redrawn_once
def truncated_normal(shape, std, rng, bound=2.0):
    x = rng.normal(0, std, shape)
    mask = np.abs(x) > bound * std
    x[mask] = rng.normal(0, std, mask.sum())
    return x
