# deserves 0: xavier_own_randomness
def xavier_uniform(n_in, n_out, rng):
    a = np.sqrt(6 / (n_in + n_out))
    return np.random.uniform(-a, a, (n_in, n_out))
