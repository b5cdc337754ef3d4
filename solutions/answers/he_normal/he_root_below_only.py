# deserves 1: he_root_below_only
def he_normal(n_in, n_out, rng):
    return rng.normal(0, 2 / np.sqrt(n_in), (n_in, n_out))
