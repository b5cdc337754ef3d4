# deserves 0: velocity_points_uphill
def momentum_step(w, v, grad, lr, beta):
    v_new = beta * v + lr * grad
    return w - v_new, v_new
