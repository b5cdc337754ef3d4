# deserves 3: start_changed
def gradient_descent(grad, w0, lr, steps):
    w = w0
    path = [w.copy()]
    for t in range(steps):
        w -= lr * grad(w)
        path.append(w.copy())
    return np.array(path)
