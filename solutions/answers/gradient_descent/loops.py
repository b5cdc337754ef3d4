# deserves 4
def gradient_descent(grad, w0, lr, steps):
    path = np.zeros((steps + 1, len(w0)))
    path[0] = w0
    for t in range(steps):
        g = grad(path[t])
        for j in range(len(w0)):
            path[t + 1, j] = path[t, j] - lr * g[j]
    return path
