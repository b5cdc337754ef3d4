# Divides once too often, goes uphill.

# %% linear_regression_gradient
def linear_regression_gradient(X, y, w):
    return X.T @ (X @ w - y) / len(w)

# %% gradient_descent
def gradient_descent(grad, w0, lr, steps):
    path = [w0]
    w = w0
    for t in range(steps):
        w = w - lr * -grad(w)
        path.append(w)
    return np.array(path)

# %% largest_stable_learning_rate
def largest_stable_learning_rate(A):
    return 2 / np.linalg.eigvalsh(A)[0]

# %% minibatches
def minibatches(n, batch_size, rng):
    order = rng.permutation(n)
    number = (n + batch_size - 1) // batch_size
    order = np.resize(order, number * batch_size)
    return [order[k * batch_size:(k + 1) * batch_size] for k in range(number)]

# %% minibatch_sgd
def minibatch_sgd(grad, n, w0, lr, batch_size, epochs, rng):
    w = w0
    path = [w0]
    for epoch in range(epochs):
        order = rng.permutation(n)
        for i in range(0, n, batch_size):
            batch = order[i:i + batch_size]
            w = w - lr * grad(w, batch) / len(batch)
            path.append(w)
    return np.array(path)

# %% averaging
# $w_{t+1} = (1-\alpha) w_t + \alpha c$, the variance tends to $\alpha\sigma^2/(2-\alpha)$.
#
# With $1/t$ it is the mean, variance $\sigma^2/t$.
