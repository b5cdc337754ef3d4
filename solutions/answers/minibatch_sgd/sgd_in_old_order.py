# deserves 0: sgd_in_old_order
def minibatch_sgd(grad, n, w0, lr, batch_size, epochs, rng):
    w = w0
    path = [w0]
    for epoch in range(epochs):
        order = np.arange(n)
        for i in range(0, n, batch_size):
            batch = order[i:i + batch_size]
            w = w - lr * grad(w, batch)
            path.append(w)
    return np.array(path)
