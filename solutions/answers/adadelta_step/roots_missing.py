# deserves 0: roots_missing
def adadelta_step(w, g2, d2, grad, rho=0.9, eps=1e-6):
    g2 = rho * g2 + (1 - rho) * grad ** 2
    delta = -(d2 + eps) / (g2 + eps) * grad
    d2 = rho * d2 + (1 - rho) * delta ** 2
    return w + delta, g2, d2
