# deserves 6
def nadam_step(w, m, v, t, grad, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = average(m, grad, beta1)
    v = average(v, grad ** 2, beta2)
    size = np.sqrt(corrected_average(v, beta2, t)) + eps
    now = corrected_average((1 - beta1) * grad, beta1, t)
    ahead = corrected_average(beta1 * m, beta1, t + 1)
    return [w - lr * (now + ahead) / size, m, v]
