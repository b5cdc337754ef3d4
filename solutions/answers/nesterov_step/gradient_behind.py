# deserves 1: gradient_behind
def nesterov_step(w, v, grad_fn, lr, beta):
    look = w - beta * v
    v = beta * v - lr * grad_fn(look)
    return w + v, v
