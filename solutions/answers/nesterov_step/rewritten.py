# deserves 0: rewritten
def nesterov_step(w, v, grad_fn, lr, beta):
    g = grad_fn(w)
    v = beta * v - lr * g
    return w + beta * v - lr * g, v
