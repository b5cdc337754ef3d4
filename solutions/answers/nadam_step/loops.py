# deserves 6
def nadam_step(w, m, v, t, grad, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    new_w, new_m, new_v = w.copy(), m.copy(), v.copy()
    for i in np.ndindex(w.shape):
        new_m[i] = beta1 * m[i] + (1 - beta1) * grad[i]
        new_v[i] = beta2 * v[i] + (1 - beta2) * grad[i] ** 2
        ahead = beta1 * new_m[i] / (1 - beta1 ** (t + 1))
        now = (1 - beta1) * grad[i] / (1 - beta1 ** t)
        size = (new_v[i] / (1 - beta2 ** t)) ** 0.5
        new_w[i] = w[i] - lr * (ahead + now) / (size + eps)
    return new_w, new_m, new_v
