# deserves 1: beta_forgotten
def momentum_step(w, v, grad, lr, beta):
    v = v - lr * grad
    w = w + v
    return w, v
