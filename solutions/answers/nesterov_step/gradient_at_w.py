# deserves 1: gradient_at_w
def nesterov_step(w, v, grad_fn, lr, beta):
    g = grad_fn(w)
    v = beta * v - lr * g
    return w + v, v
