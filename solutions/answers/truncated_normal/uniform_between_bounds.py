# deserves 1: uniform_between_bounds
def truncated_normal(shape, std, rng, bound=2.0):
    return rng.uniform(-bound * std, bound * std, size=shape)
