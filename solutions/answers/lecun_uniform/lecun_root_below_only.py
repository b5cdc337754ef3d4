# deserves 1: lecun_root_below_only
def lecun_uniform(n_in, n_out, rng):
    a = 3 / np.sqrt(n_in)
    return rng.uniform(-a, a, (n_in, n_out))
