# deserves 6
def rmsprop_step(w, g2, grad, lr, rho=0.9, eps=1e-8):
    g2 = average(g2, grad ** 2, rho)
    return w - lr * grad / np.sqrt(g2 + eps), g2
