# deserves 1: decay_in_the_gradient
def adamw_step(w, m, v, t, grad, lr=1e-3, decay=0.01, beta1=0.9, beta2=0.999, eps=1e-8):
    grad = grad + decay * w
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    return w - lr * m_hat / (np.sqrt(v_hat) + eps), m, v
