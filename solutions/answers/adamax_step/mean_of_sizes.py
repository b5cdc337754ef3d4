# deserves 0: mean_of_sizes
def adamax_step(w, m, u, t, grad, lr=2e-3, beta1=0.9, beta2=0.999):
    m = beta1 * m + (1 - beta1) * grad
    u = beta2 * u + (1 - beta2) * np.abs(grad)
    move = np.zeros(m.shape)
    moving = u > 0
    move[moving] = m[moving] / u[moving]
    return w - lr / (1 - beta1 ** t) * move, m, u
