# deserves 5
def newton_schulz(G, steps=5, coefficients=(3.4445, -4.7750, 2.0315), eps=1e-7):
    a, b, c = coefficients
    X = G.T if G.shape[0] > G.shape[1] else G
    X = X / (np.sqrt(np.sum(X**2)) + eps)
    for _ in range(steps):
        A = X @ X.T
        X = a * X + b * A @ X + c * A @ (A @ X)
    return X.T if G.shape[0] > G.shape[1] else X
