# deserves 3
def momentum_step(w, v, grad, lr, beta):
    v = beta * v - lr * grad
    return [list(w + v), list(v)]
