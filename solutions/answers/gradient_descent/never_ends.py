# deserves 0; never ends
def gradient_descent(grad, w0, lr, steps):
    path = [w0]
    while len(path) <= steps:
        w = path[-1] - lr * grad(path[-1])
    return np.array(path)
