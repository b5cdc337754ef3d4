# deserves 2: zero_counts_as_positive
def sign_step(w, grad, lr):
    direction = np.ones_like(grad)
    direction[grad < 0] = -1
    return w - lr * direction
