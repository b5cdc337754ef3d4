# deserves 0: lecun_own_seed
def lecun_uniform(n_in, n_out, rng):
    rng = np.random.default_rng(0)
    a = np.sqrt(3 / n_in)
    return rng.uniform(-a, a, (n_in, n_out))
