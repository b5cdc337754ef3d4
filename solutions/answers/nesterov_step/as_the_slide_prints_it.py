# deserves 1: as_the_slide_prints_it
def nesterov_step(w, v, grad_fn, lr, beta):
    v = -lr * grad_fn(w + v) - beta * v
    w = w + v
    return w, v
