# deserves 0: sum_instead_of_average
def rmsprop_step(w, g2, grad, lr, rho=0.9, eps=1e-8):
    g2 = g2 + grad ** 2
    w = w - lr * grad / np.sqrt(g2 + eps)
    return w, g2
