# deserves 6
def adam_step(w, m, v, t, grad, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = m + (1 - beta1) * (grad - m)
    v = v + (1 - beta2) * (grad * grad - v)
    c = np.sqrt(1 - beta2 ** t)
    return w - lr * c / (1 - beta1 ** t) * m / (np.sqrt(v) + c * eps), m, v
