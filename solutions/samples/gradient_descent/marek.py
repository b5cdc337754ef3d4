# Returns too little of the path.

# %% linear_regression_gradient
def linear_regression_gradient(X, y, w):
    return X.T @ np.sign(X @ w - y) / len(y)

# %% gradient_descent
def gradient_descent(grad, w0, lr, steps):
    w = w0
    for t in range(steps):
        w = w - lr * grad(w)
    return w

# %% largest_stable_learning_rate
def largest_stable_learning_rate(A):
    return 2 / np.max(np.linalg.eigvalsh(A))

# %% minibatches
def minibatches(n, batch_size, rng):
    return np.array_split(rng.permutation(n), int(np.ceil(n / batch_size)))

# %% minibatch_sgd
def minibatch_sgd(grad, n, w0, lr, batch_size, epochs, rng):
    w = w0
    path = [w0]
    for epoch in range(epochs):
        order = rng.permutation(n)
        for i in range(0, n, batch_size):
            w = w - lr * grad(w, order[i:i + batch_size])
        path.append(w)
    return np.array(path)

# %% averaging
# It becomes the mean, so the variance goes to 0.
