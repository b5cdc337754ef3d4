# deserves 1
def truncated_normal(shape, std, rng, bound=2.0):
    return rng.laplace(0, std, shape)
