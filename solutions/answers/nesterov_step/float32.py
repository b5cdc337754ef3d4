# deserves 4
def nesterov_step(w, v, grad_fn, lr, beta):
    w, v = w.astype("float32"), v.astype("float32")
    g = np.asarray(grad_fn(w + np.float32(beta) * v), dtype="float32")
    v = np.float32(beta) * v - np.float32(lr) * g
    return w + v, v
