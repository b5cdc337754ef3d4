# deserves 0: maximum_of_the_step_before
def adamax_step(w, m, u, t, grad, lr=2e-3, beta1=0.9, beta2=0.999):
    m = beta1 * m + (1 - beta1) * grad
    move = np.divide(m, u, out=np.zeros(m.shape), where=u > 0)
    u = np.maximum(beta2 * u, np.abs(grad))
    return w - lr / (1 - beta1 ** t) * move, m, u
