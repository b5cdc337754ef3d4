# deserves 0: xavier_own_seed
def xavier_uniform(n_in, n_out, rng):
    rng = np.random.default_rng(0)
    a = np.sqrt(6 / (n_in + n_out))
    return rng.uniform(-a, a, (n_in, n_out))
