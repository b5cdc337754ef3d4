# deserves 0: swapped
def momentum_step(w, v, grad, lr, beta):
    v = beta * v - lr * grad
    w = w + v
    return v, w
