# deserves 0: moving_average
def nesterov_step_rewritten(u, v, grad, lr, beta):
    v = beta * v - (1 - beta) * lr * grad
    u = u + beta * v - lr * grad
    return u, v
