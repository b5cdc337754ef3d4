# deserves 0: lr_forgotten
def nesterov_step(w, v, grad_fn, lr, beta):
    v = beta * v - grad_fn(w + beta * v)
    return w + v, v
