# deserves 2: sign_not_fixed
def orthogonal(n_in, n_out, rng):
    if n_in >= n_out:
        return np.linalg.qr(rng.normal(size=(n_in, n_out)))[0]
    return np.linalg.qr(rng.normal(size=(n_out, n_in)))[0].T
