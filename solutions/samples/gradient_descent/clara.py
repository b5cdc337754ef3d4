# All right, in place on copies.

# %% linear_regression_gradient
def linear_regression_gradient(X, y, w):
    return np.mean(X * (X @ w - y)[:, None], axis=0)

# %% gradient_descent
def gradient_descent(grad, w0, lr, steps):
    w = w0.copy()
    path = [w.copy()]
    for _ in range(steps):
        w -= lr * grad(w)
        path.append(w.copy())
    return path

# %% largest_stable_learning_rate
def largest_stable_learning_rate(A):
    return 2 / np.linalg.norm(A, 2)

# %% minibatches
def minibatches(n, batch_size, rng):
    order = np.argsort(rng.random(n))
    return np.split(order, range(batch_size, n, batch_size))

# %% minibatch_sgd
def minibatch_sgd(grad, n, w0, lr, batch_size, epochs, rng):
    w = w0.copy()
    path = [w.copy()]
    for e in range(epochs):
        for batch in np.split(rng.permutation(n), range(batch_size, n, batch_size)):
            w -= lr * grad(w, batch)
            path.append(w.copy())
    return np.stack(path)

# %% averaging
# $w_{t+1} = (1-\alpha) w_t + \alpha c$, the variance tends to $\alpha\sigma^2/(2-\alpha)$.
#
# With $1/t$ it is the mean, variance $\sigma^2/t$.
