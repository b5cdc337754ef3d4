# deserves 6
def adagrad_step(w, g2, grad, lr, eps=1e-8):
    total = g2 + grad * grad
    return w - lr * (total + eps) ** -0.5 * grad, total
