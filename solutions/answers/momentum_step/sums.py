# deserves 0
def momentum_step(w, v, grad, lr, beta):
    v = beta * v - lr * grad
    return (w + v).sum(), v.sum()
