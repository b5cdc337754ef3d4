# deserves 4.5: sum_changed_in_place
def adagrad_step(w, g2, grad, lr, eps=1e-8):
    g2 += grad ** 2
    w = w - lr * grad / np.sqrt(g2 + eps)
    return w, g2
