# deserves 3
def lecun_uniform(n_in, n_out, rng):
    a = np.sqrt(3 / n_in)
    return rng.uniform(-a, a, (n_in, n_out))
