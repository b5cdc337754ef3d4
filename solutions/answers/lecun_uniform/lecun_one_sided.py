# deserves 1: lecun_one_sided
def lecun_uniform(n_in, n_out, rng):
    a = np.sqrt(3 / n_in)
    return rng.uniform(0, a, (n_in, n_out))
