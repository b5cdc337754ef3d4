# deserves 0: square_of_the_mean
def rmsprop_step(w, g2, grad, lr, rho=0.9, eps=1e-8):
    mean = rho * np.sqrt(g2) + (1 - rho) * grad
    g2 = mean ** 2
    w = w - lr * grad / np.sqrt(g2 + eps)
    return w, g2
