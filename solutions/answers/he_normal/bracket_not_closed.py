# deserves 0
def he_normal(n_in, n_out, rng):
    return rng.normal(0, np.sqrt(2 / n_in, (n_in, n_out))
