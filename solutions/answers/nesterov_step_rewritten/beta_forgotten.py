# deserves 0: beta_forgotten
def nesterov_step_rewritten(u, v, grad, lr, beta):
    v = beta * v - lr * grad
    return u + v - lr * grad, v
