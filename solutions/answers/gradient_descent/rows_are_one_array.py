# deserves 1: rows_are_one_array
def gradient_descent(grad, w0, lr, steps):
    w = np.array(w0)
    path = [w]
    for t in range(steps):
        w -= lr * grad(w)
        path.append(w)
    return np.array(path)
