# deserves 1: maximum_over_weights
def adamax_step(w, m, u, t, grad, lr=2e-3, beta1=0.9, beta2=0.999):
    m = beta1 * m + (1 - beta1) * grad
    u = np.maximum(beta2 * u, np.abs(grad).max())
    move = np.zeros(m.shape)
    moving = u > 0
    move[moving] = m[moving] / u[moving]
    return w - lr / (1 - beta1 ** t) * move, m, u
