# deserves 2.25: sgd_start_changed
def minibatch_sgd(grad, n, w0, lr, batch_size, epochs, rng):
    w = w0
    path = [w.copy()]
    for epoch in range(epochs):
        order = rng.permutation(n)
        for i in range(0, n, batch_size):
            w -= lr * grad(w, order[i:i + batch_size])
            path.append(w.copy())
    return np.array(path)
