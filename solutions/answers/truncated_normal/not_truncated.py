# deserves 1: not_truncated
def truncated_normal(shape, std, rng, bound=2.0):
    return rng.normal(0, std, shape)
