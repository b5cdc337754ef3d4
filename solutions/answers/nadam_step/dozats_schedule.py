# deserves 0: dozats_schedule
def nadam_step(w, m, v, t, grad, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    mu = [beta1 * (1 - 0.5 * 0.96 ** (i / 250)) for i in range(1, t + 2)]
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad ** 2
    m_hat = mu[t] * m / (1 - np.prod(mu)) + (1 - mu[t - 1]) * grad / (1 - np.prod(mu[:t]))
    v_hat = v / (1 - beta2 ** t)
    return w - lr * m_hat / (np.sqrt(v_hat) + eps), m, v
