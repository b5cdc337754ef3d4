# deserves 0: one_accumulator_for_all
def adagrad_step(w, g2, grad, lr, eps=1e-8):
    g2 = g2 + np.sum(grad ** 2)
    w = w - lr * grad / np.sqrt(g2 + eps)
    return w, g2
