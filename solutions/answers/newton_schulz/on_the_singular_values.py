# deserves 5
def newton_schulz(G, steps=5, coefficients=(3.4445, -4.7750, 2.0315), eps=1e-7):
    a, b, c = coefficients
    U, sigma, Vt = np.linalg.svd(G.astype(float), full_matrices=False)
    sigma = sigma / (np.sqrt(np.sum(sigma**2)) + eps)
    for _ in range(steps):
        sigma = a * sigma + b * sigma**3 + c * sigma**5
    return (U * sigma) @ Vt
