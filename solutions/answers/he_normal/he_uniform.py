# deserves 1: he_uniform
def he_normal(n_in, n_out, rng):
    a = np.sqrt(6 / n_in)
    return rng.uniform(-a, a, (n_in, n_out))
