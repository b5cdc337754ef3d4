# deserves 0: identity
def orthogonal(n_in, n_out, rng):
    return np.eye(n_in, n_out)
