# deserves 5
def newton_schulz(G, steps=5, coefficients=(3.4445, -4.7750, 2.0315), eps=1e-7):
    a, b, c = coefficients
    X = np.float32(G) / np.float32(np.linalg.norm(G) + eps)
    for _ in range(steps):
        A = X.T @ X
        X = X @ (a * np.eye(len(A), dtype=np.float32) + b * A + c * A @ A)
    return X.tolist()
