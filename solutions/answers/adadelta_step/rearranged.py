# deserves 6
def adadelta_step(w, g2, d2, grad, rho=0.9, eps=1e-6):
    g2 = g2 + (1 - rho) * (grad * grad - g2)
    step = grad * np.sqrt((d2 + eps) / (g2 + eps))
    return w - step, g2, d2 + (1 - rho) * (step * step - d2)
