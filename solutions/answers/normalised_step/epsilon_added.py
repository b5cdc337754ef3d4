# deserves 2: epsilon_added
def normalised_step(w, grad, lr):
    return w - lr * grad / (np.linalg.norm(grad) + 1e-8)
