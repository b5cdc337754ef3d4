# deserves 1: he_deviation_for_bound
def he_normal(n_in, n_out, rng):
    a = np.sqrt(2 / n_in)
    return rng.uniform(-a, a, (n_in, n_out))
