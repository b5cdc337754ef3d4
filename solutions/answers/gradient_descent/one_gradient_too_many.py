# deserves 3: one_gradient_too_many
def gradient_descent(grad, w0, lr, steps):
    w, path = w0, [w0]
    g = grad(w)
    for t in range(steps):
        w = w - lr * g
        path.append(w)
        g = grad(w)
    return np.array(path)
