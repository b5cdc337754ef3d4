# Goes uphill everywhere.

# %% linear_regression_gradient
def linear_regression_gradient(X, y, w):
    return X.T @ (y - X @ w) / len(y)

# %% gradient_descent
def gradient_descent(grad, w0, lr, steps):
    path = [w0]
    w = w0
    for t in range(steps + 1):
        w = w - lr * grad(w)
        path.append(w)
    return np.array(path)

# %% largest_stable_learning_rate
def largest_stable_learning_rate(A):
    l = np.linalg.eigvalsh(A)
    return 2 / (l[0] + l[-1])

# %% minibatches
def minibatches(n, batch_size, rng):
    order = rng.integers(0, n, n)
    return [order[i:i + batch_size] for i in range(0, n, batch_size)]

# %% minibatch_sgd
def minibatch_sgd(grad, n, w0, lr, batch_size, epochs, rng):
    w = w0
    path = [w0]
    for epoch in range(epochs):
        order = rng.permutation(n)
        for i in range(0, n, batch_size):
            batch = order[i:i + batch_size]
            w = w + lr * grad(w, batch)
            path.append(w)
    return np.array(path)

# %% averaging
# It becomes the mean, so the variance goes to 0.
