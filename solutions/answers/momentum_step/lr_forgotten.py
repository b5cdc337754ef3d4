# deserves 0: lr_forgotten
def momentum_step(w, v, grad, lr, beta):
    v = beta * v - grad
    return w + v, v
