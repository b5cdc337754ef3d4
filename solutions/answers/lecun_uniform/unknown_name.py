# deserves 0
def lecun_uniform(n_in, n_out, rng):
    return rng.uniform(-limit, limit, (n_in, n_out))
