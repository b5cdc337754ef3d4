# deserves 0: size_kept
def sign_step(w, grad, lr):
    return w - lr * grad
