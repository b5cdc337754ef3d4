# deserves 1: lecun_he
def lecun_uniform(n_in, n_out, rng):
    a = np.sqrt(6 / n_in)
    return rng.uniform(-a, a, (n_in, n_out))
