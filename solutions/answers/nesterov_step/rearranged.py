# deserves 4
def nesterov_step(w, v, grad_fn, lr, beta):
    ahead = w + beta * v
    w_new = ahead - lr * grad_fn(ahead)
    return w_new, w_new - w
