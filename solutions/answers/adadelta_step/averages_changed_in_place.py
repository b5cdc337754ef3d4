# deserves 4.5: averages_changed_in_place
def adadelta_step(w, g2, d2, grad, rho=0.9, eps=1e-6):
    g2 *= rho
    g2 += (1 - rho) * grad ** 2
    delta = -np.sqrt(d2 + eps) / np.sqrt(g2 + eps) * grad
    d2 *= rho
    d2 += (1 - rho) * delta ** 2
    return w + delta, g2, d2
