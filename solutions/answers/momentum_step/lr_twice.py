# deserves 0: lr_twice
def momentum_step(w, v, grad, lr, beta):
    v = beta * v - lr * grad
    w = w + lr * v
    return w, v
