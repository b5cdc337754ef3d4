# A cell that is no Python.

# %% linear_regression_gradient
def linear_regression_gradient(X, y, w):
    n, d = X.shape
    g = np.zeros(d)
    for i in range(n):
        error = sum(X[i, j] * w[j] for j in range(d)) - y[i]
        for j in range(d):
            g[j] += error * X[i, j] / n
    return g

# %% gradient_descent
def gradient_descent(grad, w0, lr, steps):
    path = np.zeros((steps + 1, len(w0)))
    path[0] = w0
    for t in range(steps):
        g = grad(path[t])
        for j in range(len(w0)):
            path[t + 1, j] = path[t, j] - lr * g[j]
    return path

# %% largest_stable_learning_rate
def largest_stable_learning_rate(A):
    values, vectors = np.linalg.eigh(A)
    return 2 / values[-1]

# %% minibatches
def minibatches(n, batch_size, rng):
    order = rng.permutation(n
    return order

# %% minibatch_sgd
def minibatch_sgd(grad, n, w0, lr, batch_size, epochs, rng):
    w = w0
    path = [w0]
    for epoch in range(epochs):
        order = rng.permutation(n)
        for i in range(0, n, batch_size):
            batch = order[i:i + batch_size]
            w = w - lr * grad(w, batch)
            path.append(w)
    return np.array(path)

# %% averaging
# $w_{t+1} = (1-\alpha) w_t + \alpha c$, the variance tends to $\alpha\sigma^2/(2-\alpha)$.
#
# With $1/t$ it is the mean, variance $\sigma^2/t$.
