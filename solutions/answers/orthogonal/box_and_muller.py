# deserves 4
def orthogonal(n_in, n_out, rng):
    n = max(n_in, n_out)
    Q, R = np.linalg.qr(rng.standard_normal((n, n)))
    Q *= np.where(np.diagonal(R) < 0, -1, 1)
    return Q[:n_in, :n_out]
