# deserves 6
def rmsprop_step(w, g2, grad, lr, rho=0.9, eps=1e-8):
    g2 = g2 + (1 - rho) * (grad * grad - g2)
    return w - lr * (g2 + eps) ** -0.5 * grad, g2
