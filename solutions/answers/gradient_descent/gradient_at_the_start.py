# deserves 2: gradient_at_the_start
def gradient_descent(grad, w0, lr, steps):
    path = [w0]
    w = w0
    for t in range(steps):
        w = w - lr * grad(w0)
        path.append(w)
    return np.array(path)
