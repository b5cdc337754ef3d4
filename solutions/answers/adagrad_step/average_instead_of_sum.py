# deserves 0: average_instead_of_sum
def adagrad_step(w, g2, grad, lr, eps=1e-8):
    g2 = 0.9 * g2 + 0.1 * grad ** 2
    w = w - lr * grad / np.sqrt(g2 + eps)
    return w, g2
