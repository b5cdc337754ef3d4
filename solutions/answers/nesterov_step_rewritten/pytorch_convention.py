# deserves 0: pytorch_convention
def nesterov_step_rewritten(u, v, grad, lr, beta):
    v = beta * v + grad
    u = u - lr * (grad + beta * v)
    return u, v
