# deserves 4
def lion_step(w, m, grad, lr=1e-4, decay=0.0, beta1=0.9, beta2=0.99):
    update = grad + beta1 * (m - grad)
    w = (1 - lr * decay) * w - lr * np.sign(update)
    return [w, grad + beta2 * (m - grad)]
