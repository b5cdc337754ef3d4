# deserves 0: only_normalised
def orthogonal(n_in, n_out, rng):
    W = rng.normal(size=(n_in, n_out))
    axis = 0 if n_in >= n_out else 1
    return W / np.linalg.norm(W, axis=axis, keepdims=True)
