# deserves 6
def adamax_step(w, m, u, t, grad, lr=2e-3, beta1=0.9, beta2=0.999):
    new_w, new_m, new_u = w.copy(), m.copy(), u.copy()
    for i in np.ndindex(w.shape):
        new_m[i] = beta1 * m[i] + (1 - beta1) * grad[i]
        new_u[i] = max(beta2 * u[i], abs(grad[i]))
        if new_u[i] > 0:
            new_w[i] = w[i] - lr * new_m[i] / (1 - beta1 ** t) / new_u[i]
    return new_w, new_m, new_u
