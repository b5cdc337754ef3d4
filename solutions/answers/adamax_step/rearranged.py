# deserves 6
def adamax_step(w, m, u, t, grad, lr=2e-3, beta1=0.9, beta2=0.999):
    m = m + (1 - beta1) * (grad - m)
    u = np.where(np.abs(grad) > beta2 * u, np.abs(grad), beta2 * u)
    return w - lr * m / ((1 - beta1 ** t) * np.where(u == 0, 1, u)), m, u
