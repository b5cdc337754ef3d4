# deserves 0: lr_on_the_position
def momentum_step(w, v, grad, lr, beta):
    v = beta * v - grad
    w = w + lr * v
    return w, v
