# deserves 1: lecun_root_missing
def lecun_uniform(n_in, n_out, rng):
    a = 3 / n_in
    return rng.uniform(-a, a, (n_in, n_out))
