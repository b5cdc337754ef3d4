# deserves 3
def truncated_normal(shape, std, rng, bound=2.0):
    x = rng.normal(0, std, shape)
    while True:
        outside = np.abs(x) > bound * std
        if not outside.any():
            return x
        x[outside] = rng.normal(0, std, outside.sum())
