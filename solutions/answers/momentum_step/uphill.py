# deserves 0: uphill
def momentum_step(w, v, grad, lr, beta):
    v = beta * v + lr * grad
    w = w + v
    return w, v
