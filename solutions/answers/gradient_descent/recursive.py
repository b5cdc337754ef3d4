# deserves 4
def gradient_descent(grad, w0, lr, steps):
    if steps == 0:
        return w0[None, :]
    so_far = gradient_descent(grad, w0, lr, steps - 1)
    last = so_far[-1]
    return np.vstack([so_far, last - lr * grad(last)])
