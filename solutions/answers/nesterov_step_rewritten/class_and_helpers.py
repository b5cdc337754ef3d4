# deserves 3
def nesterov_step_rewritten(u, v, grad, lr, beta):
    w = u - beta * v
    w, v = momentum_step(w, v, grad, lr, beta)
    return look_ahead(w, v, beta), v
