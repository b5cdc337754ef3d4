# deserves 3: each_gradient_twice
def gradient_descent(grad, w0, lr, steps):
    w, path = w0, [w0]
    for t in range(steps):
        if np.all(np.isfinite(grad(w))):
            w = w - lr * grad(w)
        path.append(w)
    return np.array(path)
