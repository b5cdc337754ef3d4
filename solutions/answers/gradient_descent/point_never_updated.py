# deserves 2: point_never_updated
def gradient_descent(grad, w0, lr, steps):
    path = [w0]
    for t in range(steps):
        w = w0 - lr * grad(w0)
        path.append(w)
    return np.array(path)
