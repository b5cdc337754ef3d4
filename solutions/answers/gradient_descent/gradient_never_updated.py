# deserves 2: gradient_never_updated
def gradient_descent(grad, w0, lr, steps):
    g = grad(w0)
    w, path = w0, [w0]
    for t in range(steps):
        w = w - lr * g
        path.append(w)
    return np.array(path)
