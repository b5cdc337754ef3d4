# deserves 1: old_look_ahead_kept
def nesterov_step_rewritten(u, v, grad, lr, beta):
    v = beta * v - lr * grad
    u = u + v + beta * v
    return u, v
