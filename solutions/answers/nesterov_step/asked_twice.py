# deserves 3: asked_twice
def nesterov_step(w, v, grad_fn, lr, beta):
    v_new = beta * v - lr * grad_fn(w + beta * v)
    w_new = w + beta * v - lr * grad_fn(w + beta * v)
    return w_new, v_new
