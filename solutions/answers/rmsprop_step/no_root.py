# deserves 0: no_root
def rmsprop_step(w, g2, grad, lr, rho=0.9, eps=1e-8):
    g2 = rho * g2 + (1 - rho) * grad ** 2
    w = w - lr * grad / (g2 + eps)
    return w, g2
