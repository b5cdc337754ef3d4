# deserves 0: stale_accumulator
def adagrad_step(w, g2, grad, lr, eps=1e-8):
    w = w - lr / np.sqrt(g2 + eps) * grad
    g2 = g2 + grad * grad
    return w, g2
