# deserves 3
def lecun_uniform(n_in, n_out, rng):
    a = (3 / n_in) ** 0.5
    W = np.zeros((n_in, n_out))
    for i in range(n_in):
        for j in range(n_out):
            W[i, j] = rng.uniform(-a, a)
    return W
