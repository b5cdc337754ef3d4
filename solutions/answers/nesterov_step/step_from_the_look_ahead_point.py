# deserves 1: step_from_the_look_ahead_point
def nesterov_step(w, v, grad_fn, lr, beta):
    w = w + beta * v
    v = beta * v - lr * grad_fn(w)
    w = w + v
    return w, v
