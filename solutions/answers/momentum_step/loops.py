# deserves 3
def momentum_step(w, v, grad, lr, beta):
    new_w = np.zeros(w.shape)
    new_v = np.zeros(v.shape)
    for i in np.ndindex(w.shape):
        new_v[i] = beta * v[i] - lr * grad[i]
        new_w[i] = w[i] + new_v[i]
    return new_w, new_v
