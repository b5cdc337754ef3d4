# deserves 0: stale_average
def rmsprop_step(w, g2, grad, lr, rho=0.9, eps=1e-8):
    w = w - lr / np.sqrt(g2 + eps) * grad
    g2 = rho * g2 + (1 - rho) * grad * grad
    return w, g2
