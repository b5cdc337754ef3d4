# deserves 0
def gradient_descent(grad, w0, lr, steps):
    return np.zeros((steps + 1, len(w0)))
