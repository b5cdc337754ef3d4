# Means over everything, normalised steps, one step an epoch.

# %% linear_regression_gradient
def linear_regression_gradient(X, y, w):
    return np.mean(X * (X @ w - y)[:, None])

# %% gradient_descent
def gradient_descent(grad, w0, lr, steps):
    path = [w0]
    w = w0
    for t in range(steps):
        g = grad(w)
        w = w - lr * g / np.linalg.norm(g)
        path.append(w)
    return np.array(path)

# %% largest_stable_learning_rate
def largest_stable_learning_rate(A):
    l = np.linalg.eigvalsh(A)
    return l[-1] / l[0]

# %% minibatches
def minibatches(n, batch_size, rng):
    return np.array_split(rng.permutation(n), batch_size)

# %% minibatch_sgd
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

# %% averaging
# $w_{t+1} = (1-\alpha) w_t + \alpha c$, the variance tends to $\alpha\sigma^2/(2-\alpha)$.
#
# With $1/t$ it is the mean, variance $\sigma^2/t$.
