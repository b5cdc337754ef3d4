# deserves 2: zero_counts_as_negative
def sign_step(w, grad, lr):
    return np.where(grad > 0, w - lr, w + lr)
