# deserves 0
def orthogonal(n_in, n_out, rng):
    return rng.uniform(-1.0, 1.0, (n_in, n_out))
