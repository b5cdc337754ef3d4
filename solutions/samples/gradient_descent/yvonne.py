# Has left two cells empty.

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

# %% minibatches
def minibatches(n, batch_size, rng):
    order = np.argsort(rng.random(n))
    return np.split(order, range(batch_size, n, batch_size))

# %% minibatch_sgd
# no time
