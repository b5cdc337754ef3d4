# deserves 0: he_own_randomness
def he_normal(n_in, n_out, rng):
    return np.random.normal(0, np.sqrt(2 / n_in), (n_in, n_out))
