# deserves 6
def radam_step(w, m, v, t, grad, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = m + (1 - beta1) * (grad - m)
    v = v + (1 - beta2) * (grad * grad - v)
    m_hat = m / (1 - beta1 ** t)
    limit = (1 + beta2) / (1 - beta2)
    rho = limit - 2 * t / (beta2 ** -t - 1)
    if rho <= 4:
        return w - lr * m_hat, m, v
    uncertainty = lambda n: n / ((n - 2) * (n - 4))
    r = np.sqrt(uncertainty(limit) / uncertainty(rho))
    return w - lr * r * m_hat / (np.sqrt(v / (1 - beta2 ** t)) + eps), m, v
