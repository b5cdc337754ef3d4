# deserves 6
def adadelta_step(w, g2, d2, grad, rho=0.9, eps=1e-6):
    new_w, new_g2, new_d2 = w.copy(), g2.copy(), d2.copy()
    for i in np.ndindex(w.shape):
        new_g2[i] = rho * g2[i] + (1 - rho) * grad[i] ** 2
        d = -((d2[i] + eps) / (new_g2[i] + eps)) ** 0.5 * grad[i]
        new_d2[i] = rho * d2[i] + (1 - rho) * d ** 2
        new_w[i] = w[i] + d
    return new_w, new_g2, new_d2
