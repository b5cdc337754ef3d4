# deserves 0: orthogonal_transposed
def orthogonal(n_in, n_out, rng):
    Q, R = np.linalg.qr(rng.normal(size=(max(n_in, n_out), min(n_in, n_out))))
    Q = Q * np.sign(np.diag(R))
    return Q.T if n_in >= n_out else Q
