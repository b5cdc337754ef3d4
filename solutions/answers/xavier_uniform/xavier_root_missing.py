# deserves 1: xavier_root_missing
def xavier_uniform(n_in, n_out, rng):
    a = 6 / (n_in + n_out)
    return rng.uniform(-a, a, (n_in, n_out))
