# deserves 1: lecun_bound_for_deviation
def lecun_uniform(n_in, n_out, rng):
    return rng.normal(0, np.sqrt(3 / n_in), (n_in, n_out))
