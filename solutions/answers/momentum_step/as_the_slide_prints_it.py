# deserves 0: as_the_slide_prints_it
def momentum_step(w, v, grad, lr, beta):
    v_new = -lr * grad - beta * v
    w_new = w + v
    return w_new, v_new
