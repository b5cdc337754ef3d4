# deserves 0: gain_of_relu
def orthogonal(n_in, n_out, rng):
    Q, R = np.linalg.qr(rng.normal(size=(max(n_in, n_out), min(n_in, n_out))))
    Q = np.sqrt(2) * Q * np.sign(np.diag(R))
    return Q if n_in >= n_out else Q.T
