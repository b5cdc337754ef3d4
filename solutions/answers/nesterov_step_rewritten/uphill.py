# deserves 0: uphill
def nesterov_step_rewritten(u, v, grad, lr, beta):
    v = beta * v + lr * grad
    u = u + beta * v + lr * grad
    return u, v
