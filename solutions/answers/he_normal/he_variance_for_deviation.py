# deserves 1: he_variance_for_deviation
def he_normal(n_in, n_out, rng):
    return rng.normal(0, 2 / n_in, (n_in, n_out))
