# deserves 3
def momentum_step(w, v, grad, lr, beta):
    w, v, grad = (a.astype(np.float32) for a in (w, v, grad))
    v = np.float32(beta) * v - np.float32(lr) * grad
    return w + v, v
