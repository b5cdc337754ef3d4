# deserves 6
def radam_step(w, m, v, t, grad, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    def rho(t):
        return rho_inf - 2 * t * beta2 ** t / (1 - beta2 ** t)

    rho_inf = 2 / (1 - beta2) - 1
    m = average(m, grad, beta1)
    v = average(v, grad ** 2, beta2)
    step = corrected_average(m, beta1, t)
    if rho(t) > 4:
        a, b = rho(t), rho_inf
        r = ((a - 4) * (a - 2) * b / ((b - 4) * (b - 2) * a)) ** 0.5
        step = r * step / (np.sqrt(corrected_average(v, beta2, t)) + eps)
    return [w - lr * step, m, v]
