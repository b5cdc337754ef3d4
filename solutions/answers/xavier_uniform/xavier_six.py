# deserves 1: xavier_six
def xavier_uniform(n_in, n_out, rng):
    a = 6 / np.sqrt(n_in + n_out)
    return rng.uniform(-a, a, (n_in, n_out))
