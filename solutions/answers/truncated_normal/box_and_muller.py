# deserves 3
def truncated_normal(shape, std, rng, bound=2.0):
    x = std * rng.standard_normal(shape)
    while np.any(np.abs(x) > bound * std):
        again = std * rng.standard_normal(shape)
        x = np.where(np.abs(x) > bound * std, again, x)
    return x
