# deserves 0: start_left_out
def gradient_descent(grad, w0, lr, steps):
    path = []
    w = w0
    for t in range(steps):
        w = w - lr * grad(w)
        path.append(w)
    return np.array(path).reshape(-1, len(w0))
