# deserves 0: two_gradients
def nesterov_step(w, v, grad_fn, lr, beta):
    w_ahead = w + (beta * v - lr * grad_fn(w))
    v = beta * v - lr * grad_fn(w_ahead)
    return w + v, v
