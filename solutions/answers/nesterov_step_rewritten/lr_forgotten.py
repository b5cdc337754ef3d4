# deserves 0: lr_forgotten
def nesterov_step_rewritten(u, v, grad, lr, beta):
    v = beta * v - grad
    u = u + beta * v - grad
    return u, v
