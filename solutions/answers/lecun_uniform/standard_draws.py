# deserves 3
def lecun_uniform(n_in, n_out, rng):
    return (2 * rng.random((n_in, n_out)) - 1) * np.sqrt(3 / n_in)
