# deserves 0: nadam_betas_exchanged
def nadam_step(w, m, v, t, grad, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta2 * m + (1 - beta2) * grad
    v = beta1 * v + (1 - beta1) * grad ** 2
    m_hat = beta2 * m / (1 - beta2 ** (t + 1)) + (1 - beta2) * grad / (1 - beta2 ** t)
    v_hat = v / (1 - beta1 ** t)
    return w - lr * m_hat / (np.sqrt(v_hat) + eps), m, v
