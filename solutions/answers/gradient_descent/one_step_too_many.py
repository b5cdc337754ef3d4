# deserves 0: one_step_too_many
def gradient_descent(grad, w0, lr, steps):
    path = [w0]
    w = w0
    for t in range(steps + 1):
        w = w - lr * grad(w)
        path.append(w)
    return np.array(path)
