# deserves 0: lecun_own_randomness
def lecun_uniform(n_in, n_out, rng):
    a = np.sqrt(3 / n_in)
    return np.random.uniform(-a, a, (n_in, n_out))
