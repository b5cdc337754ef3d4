# deserves 1: he_bound_for_deviation
def he_normal(n_in, n_out, rng):
    return rng.normal(0, np.sqrt(6 / n_in), (n_in, n_out))
