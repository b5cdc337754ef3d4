# deserves 0: uphill
def sign_step(w, grad, lr):
    return w + lr * np.sign(grad)
