# deserves 1: clipped
def truncated_normal(shape, std, rng, bound=2.0):
    return np.clip(rng.normal(0, std, shape), -bound * std, bound * std)
