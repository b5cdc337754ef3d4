# deserves 3
def sign_step(w, grad, lr):
    w, grad = np.float32(w), np.float32(grad)
    return w - lr * np.sign(grad)
