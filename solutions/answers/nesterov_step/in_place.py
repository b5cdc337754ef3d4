# deserves 3: in_place
def nesterov_step(w, v, grad_fn, lr, beta):
    v *= beta
    v -= lr * grad_fn(w + v)
    w += v
    return w, v
