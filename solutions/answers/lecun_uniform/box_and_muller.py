# deserves 3
def lecun_uniform(n_in, n_out, rng):
    sigma = 1 / np.sqrt(n_in)
    W = rng.uniform(-1, 1, size=(n_out, n_in)).T
    return W * sigma * np.sqrt(3)
