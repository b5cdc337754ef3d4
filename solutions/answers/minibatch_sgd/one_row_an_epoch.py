# deserves 0: one_row_an_epoch
def minibatch_sgd(grad, n, w0, lr, batch_size, epochs, rng):
    w = w0
    path = [w0]
    for epoch in range(epochs):
        order = rng.permutation(n)
        for i in range(0, n, batch_size):
            w = w - lr * grad(w, order[i:i + batch_size])
        path.append(w)
    return np.array(path)
