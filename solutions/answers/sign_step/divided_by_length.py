# deserves 0: divided_by_length
def sign_step(w, grad, lr):
    return w - lr * grad / np.sqrt(np.sum(grad ** 2))
