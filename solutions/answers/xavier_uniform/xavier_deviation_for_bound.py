# deserves 1: xavier_deviation_for_bound
def xavier_uniform(n_in, n_out, rng):
    a = np.sqrt(2 / (n_in + n_out))
    return rng.uniform(-a, a, (n_in, n_out))
