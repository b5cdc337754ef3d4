# deserves 4
def look_ahead(w, v, beta):
    return w + beta * v


def nesterov_step(w, v, grad_fn, lr, beta):
    g = grad_fn(look_ahead(w, v, beta))
    return momentum_step(w, v, g, lr, beta)
