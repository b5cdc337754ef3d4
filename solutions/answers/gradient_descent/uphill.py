# deserves 1: uphill
def gradient_descent(grad, w0, lr, steps):
    path = [w0]
    w = w0
    for t in range(steps):
        w = w - lr * -grad(w)
        path.append(w)
    return np.array(path)
