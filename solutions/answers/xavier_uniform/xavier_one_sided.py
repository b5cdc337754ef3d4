# deserves 1: xavier_one_sided
def xavier_uniform(n_in, n_out, rng):
    a = np.sqrt(6 / (n_in + n_out))
    return rng.uniform(0, a, (n_in, n_out))
