# deserves 3
def minibatch_sgd(grad, n, w0, lr, batch_size, epochs, rng):
    batches = [b for e in range(epochs) for b in np.split(rng.permutation(n), np.arange(batch_size, n, batch_size))]
    path = np.empty((len(batches) + 1, len(w0)))
    path[0] = w0
    for t, b in enumerate(batches):
        path[t + 1] = path[t] - lr * grad(path[t], b)
    return path
