# deserves 3
def sign_step(w, grad, lr):
    new = w.copy()
    for i in np.ndindex(w.shape):
        if grad[i] > 0:
            new[i] = w[i] - lr
        elif grad[i] < 0:
            new[i] = w[i] + lr
    return new
