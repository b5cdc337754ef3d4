# deserves 1: velocity_forgotten
def momentum_step(w, v, grad, lr, beta):
    step = -lr * grad
    return w + step, step
