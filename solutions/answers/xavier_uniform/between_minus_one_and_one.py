# deserves 1
def xavier_uniform(n_in, n_out, rng):
    return rng.uniform(-1, 1, (n_in, n_out))
