# Keeps one array in all rows, and one epoch.

# %% linear_regression_gradient
def linear_regression_gradient(X, y, w):
    return X.T @ (X @ w - y) / len(y)

# %% gradient_descent
def gradient_descent(grad, w0, lr, steps):
    w = np.array(w0)
    path = [w]
    for t in range(steps):
        w -= lr * grad(w)
        path.append(w)
    return np.array(path)

# %% largest_stable_learning_rate
def largest_stable_learning_rate(A):
    return 2 / np.max(np.linalg.eigvalsh(A))

# %% minibatches
def minibatches(n, batch_size, rng):
    rest = list(range(n))
    rng.shuffle(rest)
    batches = []
    while rest:
        batches.append(rest[:batch_size])
        rest = rest[batch_size:]
    return batches

# %% minibatch_sgd
def minibatch_sgd(grad, n, w0, lr, batch_size, epochs, rng):
    w = w0
    path = [w0]
    for epoch in range(1):
        order = rng.permutation(n)
        for i in range(0, n, batch_size):
            batch = order[i:i + batch_size]
            w = w - lr * grad(w, batch)
            path.append(w)
    return np.array(path)

# %% averaging
# It becomes the mean, so the variance goes to 0.
