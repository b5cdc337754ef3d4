# deserves 0: lr_and_beta_swapped
def momentum_step(w, v, grad, lr, beta):
    v = lr * v - beta * grad
    return w + v, v
