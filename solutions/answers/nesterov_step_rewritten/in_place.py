# deserves 2.25: in_place
def nesterov_step_rewritten(u, v, grad, lr, beta):
    v *= beta
    v -= lr * grad
    u += beta * v - lr * grad
    return u, v
