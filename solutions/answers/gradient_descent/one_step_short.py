# deserves 1: one_step_short
def gradient_descent(grad, w0, lr, steps):
    path = [w0]
    w = w0
    for t in range(1, steps):
        w = w - lr * grad(w)
        path.append(w)
    return np.array(path)
