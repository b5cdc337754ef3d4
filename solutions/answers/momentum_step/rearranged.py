# deserves 3
def momentum_step(w, v, grad, lr, beta):
    w_new = w - lr * grad + beta * v
    return w_new, w_new - w
