# deserves 3
def he_normal(n_in, n_out, rng):
    return rng.standard_normal((n_in, n_out)) * np.sqrt(2) / np.sqrt(n_in)
