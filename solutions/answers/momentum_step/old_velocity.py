# deserves 0: old_velocity
def momentum_step(w, v, grad, lr, beta):
    w_new = w + v
    v_new = beta * v - lr * grad
    return w_new, v_new
