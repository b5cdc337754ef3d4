# deserves 1: root_missing
def normalised_step(w, grad, lr):
    size = np.sum(grad ** 2)
    if size == 0:
        return w
    return w - lr * grad / size
