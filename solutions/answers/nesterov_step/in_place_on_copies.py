# deserves 4
def nesterov_step(w, v, grad_fn, lr, beta):
    v = beta * v.copy()
    look = w.copy()
    look += v
    v -= lr * grad_fn(look)
    w = w.copy()
    w += v
    return w, v
