# deserves 3
def nesterov_step_rewritten(u, v, grad, lr, beta):
    w = u - beta * v            # back from the look-ahead point
    v = beta * v - lr * grad
    w = w + v
    return w + beta * v, v
