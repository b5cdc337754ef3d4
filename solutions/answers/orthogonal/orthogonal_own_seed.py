# deserves 0: orthogonal_own_seed
def orthogonal(n_in, n_out, rng):
    rng = np.random.default_rng(7)
    Q, R = np.linalg.qr(rng.normal(size=(max(n_in, n_out), min(n_in, n_out))))
    Q = Q * np.sign(np.diag(R))
    return Q if n_in >= n_out else Q.T
