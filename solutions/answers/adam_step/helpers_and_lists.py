# deserves 6
def adam_step(w, m, v, t, grad, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = average(m, grad, beta1)
    v = average(v, grad ** 2, beta2)
    size = np.sqrt(corrected_average(v, beta2, t)) + eps
    return [w - lr * corrected_average(m, beta1, t) / size, m, v]
