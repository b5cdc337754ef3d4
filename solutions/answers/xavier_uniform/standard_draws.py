# deserves 3
def xavier_uniform(n_in, n_out, rng):
    return (1 - 2 * rng.random((n_in, n_out))) * np.sqrt(6 / (n_in + n_out))
