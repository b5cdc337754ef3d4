# deserves 0: last_point_only
def gradient_descent(grad, w0, lr, steps):
    w = w0
    for t in range(steps):
        w = w - lr * grad(w)
    return w
