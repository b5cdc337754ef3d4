# deserves 4
def noise_scale(gradients):
    flat = np.array([g.ravel() for g in gradients])
    b = len(flat)
    mean = flat.sum(axis=0) / b
    S = 0.0
    for row in flat:
        S += (row - mean) @ (row - mean) / (b - 1)
    square = mean @ mean - S / b
    if square > 0:
        return S / square
    return np.inf
