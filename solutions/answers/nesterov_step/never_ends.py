# deserves 0; never ends
def nesterov_step(w, v, grad_fn, lr, beta):
    v_new = beta * v - lr * grad_fn(w + beta * v)
    steps = 0
    while steps < 1:
        w_new = w + v_new
    return w_new, v_new
