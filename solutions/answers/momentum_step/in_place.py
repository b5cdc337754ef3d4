# deserves 2.25: in_place
def momentum_step(w, v, grad, lr, beta):
    v *= beta
    v -= lr * grad
    w += v
    return w, v
