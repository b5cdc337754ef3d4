# deserves 2.25: changed_in_place
def sign_step(w, grad, lr):
    w -= lr * np.sign(grad)
    return w
