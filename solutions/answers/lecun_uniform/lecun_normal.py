# deserves 1: lecun_normal
def lecun_uniform(n_in, n_out, rng):
    return rng.normal(0, 1 / np.sqrt(n_in), (n_in, n_out))
