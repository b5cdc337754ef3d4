# deserves 1: lecun_deviation_for_bound
def lecun_uniform(n_in, n_out, rng):
    a = np.sqrt(1 / n_in)
    return rng.uniform(-a, a, (n_in, n_out))
