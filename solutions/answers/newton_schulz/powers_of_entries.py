# deserves 0: powers_of_entries
def newton_schulz(G, steps=5, coefficients=(3.4445, -4.7750, 2.0315), eps=1e-7):
    a, b, c = coefficients
    X = G / (np.linalg.norm(G) + eps)
    for _round in range(steps):
        X = a * X + b * X**3 + c * X**5
    return X
