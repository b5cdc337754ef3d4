# deserves 0: sgd_batches_shuffled
def minibatch_sgd(grad, n, w0, lr, batch_size, epochs, rng):
    w = w0
    path = [w0]
    starts = np.arange(0, n, batch_size)
    full = [i for i in starts if i + batch_size <= n]
    short = [i for i in starts if i + batch_size > n]
    for epoch in range(epochs):
        for i in list(rng.permutation(full).astype(int)) + short:
            w = w - lr * grad(w, np.arange(i, min(i + batch_size, n)))
            path.append(w)
    return np.array(path)
