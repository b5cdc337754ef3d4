# deserves 0: lr_forgotten_in_v
def nesterov_step_rewritten(u, v, grad, lr, beta):
    v = beta * v - grad
    u = u + beta * v - lr * grad
    return u, v
