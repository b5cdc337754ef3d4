# deserves 6
def adagrad_step(w, g2, grad, lr, eps=1e-8):
    new_w, new_g2 = w.copy(), g2.copy()
    for i in np.ndindex(w.shape):
        new_g2[i] = g2[i] + grad[i] ** 2
        new_w[i] = w[i] - lr / (new_g2[i] + eps) ** 0.5 * grad[i]
    return new_w, new_g2
