# deserves 1: normalised
def gradient_descent(grad, w0, lr, steps):
    path = [w0]
    w = w0
    for t in range(steps):
        g = grad(w)
        w = w - lr * g / np.linalg.norm(g)
        path.append(w)
    return np.array(path)
