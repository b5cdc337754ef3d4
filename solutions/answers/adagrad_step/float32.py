# deserves 6
def adagrad_step(w, g2, grad, lr, eps=1e-8):
    w, g2, grad = np.float32(w), np.float32(g2), np.float32(grad)
    g2 = g2 + grad ** 2
    w = w - lr * grad / np.sqrt(g2 + eps)
    return w, g2
