# deserves 1: velocity_reversed
def momentum_step(w, v, grad, lr, beta):
    v_new = -beta * v - lr * grad
    return w + v_new, v_new
