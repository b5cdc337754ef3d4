# deserves 1: largest_entry
def normalised_step(w, grad, lr):
    size = np.abs(grad).max()
    if size == 0:
        return w
    return w - lr * grad / size
