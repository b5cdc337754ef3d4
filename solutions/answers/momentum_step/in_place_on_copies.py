# deserves 3
def momentum_step(w, v, grad, lr, beta):
    w = w.copy()
    v = v.copy()
    v *= beta
    v -= lr * grad
    w += v
    return w, v
