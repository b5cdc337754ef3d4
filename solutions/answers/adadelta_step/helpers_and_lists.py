# deserves 6
def adadelta_step(w, g2, d2, grad, rho=0.9, eps=1e-6):
    g2 = average(g2, grad ** 2, rho)
    d = -grad * np.sqrt(d2 + eps) / np.sqrt(g2 + eps)
    return [w + d, g2, average(d2, d ** 2, rho)]
