# deserves 3: zero_divided
def normalised_step(w, grad, lr):
    return w - lr * grad / np.sqrt((grad ** 2).sum())
