# deserves 3
def minibatch_sgd(grad, n, w0, lr, batch_size, epochs, rng):
    path = [list(w0)]
    for e in range(epochs):
        for batch in minibatches(n, batch_size, rng):
            g = grad(np.array(path[-1]), batch)
            path.append([path[-1][j] - lr * g[j] for j in range(len(w0))])
    return path
