# deserves 4: cubic_coefficients
def newton_schulz(G, steps=5, coefficients=(1.5, -0.5, 0.0), eps=1e-7):
    a, b, c = coefficients
    X = G / (np.linalg.norm(G) + eps)
    for _round in range(steps):
        A = X @ X.T
        X = a * X + (b * A + c * A @ A) @ X
    return X
