# deserves 1: velocity_reversed
def nesterov_step_rewritten(u, v, grad, lr, beta):
    v = -beta * v - lr * grad
    return u + beta * v - lr * grad, v
