# deserves 0: old_velocity
def nesterov_step(w, v, grad_fn, lr, beta):
    v_new = beta * v - lr * grad_fn(w + beta * v)
    w_new = w + v
    return w_new, v_new
