# Changes the caller's arrays.

# %% linear_regression_gradient
def linear_regression_gradient(X, y, w):
    return np.mean(X * (X @ w - y)[:, None], axis=0)

# %% gradient_descent
def gradient_descent(grad, w0, lr, steps):
    w = w0
    path = [w.copy()]
    for t in range(steps):
        w -= lr * grad(w)
        path.append(w.copy())
    return np.array(path)

# %% largest_stable_learning_rate
def largest_stable_learning_rate(A):
    return 2 / np.max(np.linalg.eigvalsh(A))

# %% minibatches
def minibatches(n, batch_size, rng):
    order = rng.permutation(n)
    return [order[i:i + batch_size] for i in range(0, n, batch_size)]

# %% minibatch_sgd
def minibatch_sgd(grad, n, w0, lr, batch_size, epochs, rng):
    w = w0
    path = [w.copy()]
    for epoch in range(epochs):
        order = rng.permutation(n)
        for i in range(0, n, batch_size):
            w -= lr * grad(w, order[i:i + batch_size])
            path.append(w.copy())
    return np.array(path)

# %% averaging
# $w_{t+1} = (1-\alpha) w_t + \alpha c$, the variance tends to $\alpha\sigma^2/(2-\alpha)$.
#
# With $1/t$ it is the mean, variance $\sigma^2/t$.
