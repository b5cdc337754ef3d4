# deserves 0: moving_average
def momentum_step(w, v, grad, lr, beta):
    v = beta * v + (1 - beta) * (-lr * grad)
    return w + v, v
