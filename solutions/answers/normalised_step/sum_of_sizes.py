# deserves 1: sum_of_sizes
def normalised_step(w, grad, lr):
    size = np.abs(grad).sum()
    if size == 0:
        return w
    return w - lr * grad / size
