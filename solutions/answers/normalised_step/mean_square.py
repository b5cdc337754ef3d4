# deserves 1: mean_square
def normalised_step(w, grad, lr):
    size = np.sqrt(np.mean(grad ** 2))
    if size == 0:
        return w
    return w - lr * grad / size
