# deserves 4
def normalised_step(w, grad, lr):
    size = np.linalg.norm(grad)
    if size == 0:
        return w
    return w - lr * grad / size
