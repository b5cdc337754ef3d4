# deserves 0: heavy_ball
def nesterov_step_rewritten(u, v, grad, lr, beta):
    v_old = v
    v = beta * v_old - lr * grad
    u = u + beta * v_old - lr * grad
    return u, v
