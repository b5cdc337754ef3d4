# deserves 0
beta = 0.9


def momentum_step(w, v, grad, lr):
    v = beta * v - lr * grad
    return w + v, v
