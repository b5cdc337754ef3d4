# deserves 4
def nesterov_step(w, v, grad_fn, lr, beta):
    g = grad_fn(w + beta * v)
    new_w, new_v = np.empty(w.shape), np.empty(v.shape)
    for i in np.ndindex(w.shape):
        new_v[i] = beta * v[i] - lr * g[i]
        new_w[i] = w[i] + new_v[i]
    return new_w, new_v
