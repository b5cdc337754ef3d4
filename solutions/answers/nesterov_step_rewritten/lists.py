# deserves 3
def nesterov_step_rewritten(u, v, grad, lr, beta):
    v_old = v
    v = beta * v - lr * grad
    u = u - beta * v_old + (1 + beta) * v
    return [u, v]
