# deserves 0: nesterov
def momentum_step(w, v, grad, lr, beta):
    v = beta * v - lr * grad
    w = w + beta * v - lr * grad
    return w, v
