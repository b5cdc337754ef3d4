# deserves 5
def adamw_step(w, m, v, t, grad, lr=1e-3, decay=0.01, beta1=0.9, beta2=0.999, eps=1e-8):
    m = m + (1 - beta1) * (grad - m)
    v = v + (1 - beta2) * (grad * grad - v)
    size = np.sqrt(v) / np.sqrt(1 - beta2**t) + eps
    return [w * (1 - lr * decay) - lr / (1 - beta1**t) * (m / size), m, v]
