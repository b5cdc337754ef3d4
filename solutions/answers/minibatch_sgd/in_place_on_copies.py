# deserves 3
def minibatch_sgd(grad, n, w0, lr, batch_size, epochs, rng):
    w = w0.copy()
    path = [w.copy()]
    for e in range(epochs):
        for batch in np.split(rng.permutation(n), range(batch_size, n, batch_size)):
            w -= lr * grad(w, batch)
            path.append(w.copy())
    return np.stack(path)
