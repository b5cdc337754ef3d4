# deserves 0: lr_twice
def nesterov_step(w, v, grad_fn, lr, beta):
    v = beta * v - lr * grad_fn(w + beta * v)
    return w + lr * v, v
