# deserves 3
def nesterov_step_rewritten(u, v, grad, lr, beta):
    step = lr * grad
    v = v.copy()
    v *= beta
    v -= step
    u = u.copy()
    u += beta * v
    u -= step
    return u, v
