# deserves 0: nothing_corrected
def nadam_step(w, m, v, t, grad, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad ** 2
    m_bar = beta1 * m + (1 - beta1) * grad
    return w - lr * m_bar / (np.sqrt(v) + eps), m, v
