# deserves 3: spectral_norm
def normalised_step(w, grad, lr):
    size = np.linalg.norm(grad, 2)
    return w if size == 0 else w - lr * grad / size
