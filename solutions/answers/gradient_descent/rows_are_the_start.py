# deserves 0.75: rows_are_the_start
def gradient_descent(grad, w0, lr, steps):
    w = w0
    path = [w]
    for t in range(steps):
        w -= lr * grad(w)
        path.append(w)
    return np.array(path)
