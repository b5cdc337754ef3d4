# deserves 4
def orthogonal(n_in, n_out, rng):
    U, s, Vt = np.linalg.svd(rng.normal(size=(n_in, n_out)), full_matrices=False)
    return U @ Vt
