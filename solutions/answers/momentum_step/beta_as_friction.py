# deserves 1: beta_as_friction
def momentum_step(w, v, grad, lr, beta):
    v_new = v - beta * v - lr * grad
    return w + v_new, v_new
