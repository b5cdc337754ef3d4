# deserves 1: lecun_fan_out
def lecun_uniform(n_in, n_out, rng):
    a = np.sqrt(3 / n_out)
    return rng.uniform(-a, a, (n_in, n_out))
