# deserves 4
def normalised_step(w, grad, lr):
    w, grad = np.float32(w), np.float32(grad)
    size = np.linalg.norm(grad)
    if size == 0:
        return w
    return w - lr * grad / size
