# deserves 1: gradient_at_w_plus_v
def nesterov_step(w, v, grad_fn, lr, beta):
    g = grad_fn(w + v)
    v = beta * v - lr * g
    return w + v, v
