# deserves 4
def orthogonal(n_in, n_out, rng):
    tall = rng.normal(size=(max(n_in, n_out), min(n_in, n_out)))
    Q, R = np.linalg.qr(tall)
    Q = Q * np.sign(np.diag(R))
    return Q if n_in >= n_out else Q.T
