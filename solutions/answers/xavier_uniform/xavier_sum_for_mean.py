# deserves 1: xavier_sum_for_mean
def xavier_uniform(n_in, n_out, rng):
    a = np.sqrt(3 / (n_in + n_out))
    return rng.uniform(-a, a, (n_in, n_out))
