# deserves 3
def he_normal(n_in, n_out, rng):
    # Box and Muller
    r = np.sqrt(-2 * np.log(1 - rng.random((n_in, n_out))))
    z = r * np.cos(2 * np.pi * rng.random((n_in, n_out)))
    return z * np.sqrt(2 / n_in)
