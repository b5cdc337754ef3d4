# deserves 1: he_fan_out
def he_normal(n_in, n_out, rng):
    return rng.normal(0, np.sqrt(2 / n_out), (n_in, n_out))
