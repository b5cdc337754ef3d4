# deserves 2: from_uniform
def orthogonal(n_in, n_out, rng):
    Q, R = np.linalg.qr(rng.random((max(n_in, n_out), min(n_in, n_out))))
    Q = Q * np.sign(np.diag(R))
    return Q if n_in >= n_out else Q.T
