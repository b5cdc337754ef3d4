# deserves 1: old_look_ahead_added
def nesterov_step_rewritten(u, v, grad, lr, beta):
    v_new = beta * v - lr * grad
    u = u + beta * v + (1 + beta) * v_new
    return u, v_new
