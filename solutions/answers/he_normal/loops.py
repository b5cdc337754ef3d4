# deserves 3
def he_normal(n_in, n_out, rng):
    W = np.empty((n_in, n_out))
    for j in range(n_out):
        W[:, j] = rng.normal(0, (2 / n_in) ** 0.5, n_in)
    return W
