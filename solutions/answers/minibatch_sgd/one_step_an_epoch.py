# deserves 0: one_step_an_epoch
def minibatch_sgd(grad, n, w0, lr, batch_size, epochs, rng):
    w = w0
    path = [w0]
    for epoch in range(epochs):
        order = rng.permutation(n)
        total = 0
        for i in range(0, n, batch_size):
            total = total + grad(w, order[i:i + batch_size])
        w = w - lr * total
        path.append(w)
    return np.array(path)
