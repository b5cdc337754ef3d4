# deserves 6
def nadam_step(w, m, v, t, grad, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = m + (1 - beta1) * (grad - m)
    v = v + (1 - beta2) * (grad * grad - v)
    c = np.sqrt(1 - beta2 ** t)
    ahead = beta1 * m / (1 - beta1 ** (t + 1)) + (1 - beta1) / (1 - beta1 ** t) * grad
    return w - lr * c * ahead / (np.sqrt(v) + c * eps), m, v
