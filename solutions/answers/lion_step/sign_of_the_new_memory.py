# deserves 0: sign_of_the_new_memory
def lion_step(w, m, grad, lr=1e-4, decay=0.0, beta1=0.9, beta2=0.99):
    direction = np.sign(beta2 * m + (1 - beta2) * grad)
    return w - lr * (direction + decay * w), beta2 * m + (1 - beta2) * grad
