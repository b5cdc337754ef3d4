# deserves 6
def adamax_step(w, m, u, t, grad, lr=2e-3, beta1=0.9, beta2=0.999):
    w, m, u, grad = np.float32(w), np.float32(m), np.float32(u), np.float32(grad)
    m = beta1 * m + (1 - beta1) * grad
    u = np.maximum(beta2 * u, np.abs(grad))
    move = np.zeros(m.shape)
    moving = u > 0
    move[moving] = m[moving] / u[moving]
    return w - lr / (1 - beta1 ** t) * move, m, u
