# deserves 0
def momentum_step(w, v, grad, lr, beta):
    v_new = beta * v - lr * grad
    return w + v_nwe, v_new
