# deserves 0: wide_not_transposed
def orthogonal(n_in, n_out, rng):
    Q, R = np.linalg.qr(rng.normal(size=(n_in, n_out)))
    return Q * np.sign(np.diag(R))
