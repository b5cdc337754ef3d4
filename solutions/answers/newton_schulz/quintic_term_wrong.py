# deserves 1: quintic_term_wrong
def newton_schulz(G, steps=5, coefficients=(3.4445, -4.7750, 2.0315), eps=1e-7):
    a, b, c = coefficients
    X = G / (np.linalg.norm(G) + eps)
    for _round in range(steps):
        A = X @ X.T
        X = a * X + (b * A + c * A) @ X
    return X
