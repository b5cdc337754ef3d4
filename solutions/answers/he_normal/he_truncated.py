# deserves 1: he_truncated
def he_normal(n_in, n_out, rng):
    sigma = np.sqrt(2 / n_in)
    W = rng.normal(0, sigma, (n_in, n_out))
    while (np.abs(W) > 2 * sigma).any():
        W = np.where(np.abs(W) > 2 * sigma, rng.normal(0, sigma, (n_in, n_out)), W)
    return W
