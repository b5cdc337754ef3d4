# deserves 3: epsilon_missing
def adagrad_step(w, g2, grad, lr, eps=1e-8):
    g2 = g2 + grad ** 2
    w = w - lr * grad / np.sqrt(g2)
    return w, g2
