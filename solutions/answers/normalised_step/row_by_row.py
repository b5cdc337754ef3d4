# deserves 3: row_by_row
def normalised_step(w, grad, lr):
    size = np.sqrt(np.sum(grad ** 2, axis=-1, keepdims=True))
    size[size == 0] = 1
    return w - lr * grad / size
