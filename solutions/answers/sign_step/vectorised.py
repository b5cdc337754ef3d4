# deserves 3
def sign_step(w, grad, lr):
    return w - lr * np.sign(grad)
