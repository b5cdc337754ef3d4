# deserves 0: stale_gradient_average
def adadelta_step(w, g2, d2, grad, rho=0.9, eps=1e-6):
    delta = -np.sqrt(d2 + eps) / np.sqrt(g2 + eps) * grad
    w = w + delta
    g2 = rho * g2 + (1 - rho) * grad ** 2
    d2 = rho * d2 + (1 - rho) * delta ** 2
    return w, g2, d2
