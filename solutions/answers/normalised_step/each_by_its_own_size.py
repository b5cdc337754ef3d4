# deserves 1: each_by_its_own_size
def normalised_step(w, grad, lr):
    size = np.abs(grad)
    return w - lr * np.divide(grad, size, out=np.zeros(grad.shape), where=size > 0)
