# Shuffles batches instead of examples.

# %% linear_regression_gradient
def linear_regression_gradient(X, y, w):
    return X @ (X @ w - y) / len(y)

# %% gradient_descent
def gradient_descent(grad, w0, lr, steps):
    path = [w0]
    for t in range(steps):
        w = w0 - lr * grad(w0)
        path.append(w)
    return np.array(path)

# %% largest_stable_learning_rate
def largest_stable_learning_rate(A):
    return 2 / max(np.diag(A))

# %% minibatches
def minibatches(n, batch_size, rng):
    order = np.arange(n)
    batches = [order[i:i + batch_size] for i in range(0, n, batch_size)]
    full = n // batch_size
    first = batches[:full]
    rng.shuffle(first)
    return first + batches[full:]

# %% minibatch_sgd
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

# %% averaging
# It becomes the mean, so the variance goes to 0.
