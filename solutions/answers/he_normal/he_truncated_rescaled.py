# deserves 1: he_truncated_rescaled
def he_normal(n_in, n_out, rng):
    # as in Keras
    sigma = np.sqrt(2 / n_in) / 0.87962566103423978
    W = rng.normal(0, sigma, (n_in, n_out))
    while (np.abs(W) > 2 * sigma).any():
        W = np.where(np.abs(W) > 2 * sigma, rng.normal(0, sigma, (n_in, n_out)), W)
    return W
