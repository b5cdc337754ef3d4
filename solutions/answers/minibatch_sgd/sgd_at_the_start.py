# deserves 0: sgd_at_the_start
def minibatch_sgd(grad, n, w0, lr, batch_size, epochs, rng):
    w = w0
    path = [w0]
    for epoch in range(epochs):
        order = rng.permutation(n)
        for i in range(0, n, batch_size):
            batch = order[i:i + batch_size]
            w = w - lr * grad(w0, batch)
            path.append(w)
    return np.array(path)
