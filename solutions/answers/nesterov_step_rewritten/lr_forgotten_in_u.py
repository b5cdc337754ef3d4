# deserves 0: lr_forgotten_in_u
def nesterov_step_rewritten(u, v, grad, lr, beta):
    v = beta * v - lr * grad
    u = u + beta * v - grad
    return u, v
