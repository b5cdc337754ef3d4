# deserves 0: exact_by_svd
def newton_schulz(G, steps=5, coefficients=(3.4445, -4.7750, 2.0315), eps=1e-7):
    U, _sigma, Vt = np.linalg.svd(G, full_matrices=False)
    return U @ Vt
