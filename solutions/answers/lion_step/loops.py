# deserves 4
def lion_step(w, m, grad, lr=1e-4, decay=0.0, beta1=0.9, beta2=0.99):
    new_w, new_m = w.copy(), m.copy()
    for i in np.ndindex(w.shape):
        c = beta1 * m[i] + (1 - beta1) * grad[i]
        sign = 1 if c > 0 else -1 if c < 0 else 0
        new_w[i] -= lr * (sign + decay * w[i])
        new_m[i] = beta2 * m[i] + (1 - beta2) * grad[i]
    return new_w, new_m
