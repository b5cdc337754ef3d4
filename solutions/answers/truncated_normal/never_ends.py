# deserves 0; never ends
def truncated_normal(shape, std, rng, bound=2.0):
    x = rng.normal(0, std, shape)
    while np.abs(x).max() > bound * std:
        rng.normal(0, std, shape)  # forgets to use the new draws
    return x
