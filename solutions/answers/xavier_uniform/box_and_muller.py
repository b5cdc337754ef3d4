# deserves 3
def xavier_uniform(n_in, n_out, rng):
    mean_width = (n_in + n_out) / 2
    sigma = np.sqrt(1 / mean_width)
    return np.sqrt(3) * sigma * rng.uniform(-1, 1, (n_in, n_out))
