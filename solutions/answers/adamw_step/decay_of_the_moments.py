# deserves 1: decay_of_the_moments
def adamw_step(w, m, v, t, grad, lr=1e-3, decay=0.01, beta1=0.9, beta2=0.999, eps=1e-8):
    m_hat = (beta1 * m + (1 - beta1) * grad) / (1 - beta1**t)
    v_hat = (beta2 * v + (1 - beta2) * grad**2) / (1 - beta2**t)
    total = grad + decay * w
    return w - lr * m_hat / (np.sqrt(v_hat) + eps) - lr * decay * w, beta1 * m + (1 - beta1) * total, beta2 * v + (1 - beta2) * total**2
