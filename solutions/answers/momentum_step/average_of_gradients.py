# deserves 0: average_of_gradients
def momentum_step(w, v, grad, lr, beta):
    v = beta * v + (1 - beta) * grad
    w = w - lr * v
    return w, v
