# deserves 0
def nesterov_step(w, v, grad_fn, lr, beta):
    v = beta * v - lr * grad_fn(w + beta * v)
    speed = np.sqrt(-np.abs(v))
    return w + v * speed / speed, v
