# deserves 0: memory_by_beta1
def lion_step(w, m, grad, lr=1e-4, decay=0.0, beta1=0.9, beta2=0.99):
    direction = np.sign(beta1 * m + (1 - beta1) * grad)
    return w - lr * (direction + decay * w), beta1 * m + (1 - beta1) * grad
