# Shuffles inside the batches, and once for all epochs.

# %% linear_regression_gradient
def linear_regression_gradient(X, y, w):
    error = X @ w - y
    return error @ error / (2 * len(y))

# %% gradient_descent
def gradient_descent(grad, w0, lr, steps):
    path = [w0]
    w = w0
    for t in range(steps):
        w = w - grad(w)
        path.append(w)
    return np.array(path)

# %% largest_stable_learning_rate
def largest_stable_learning_rate(A):
    return 2 / np.linalg.norm(A)

# %% minibatches
def minibatches(n, batch_size, rng):
    return [rng.permutation(np.arange(i, min(i + batch_size, n))) for i in range(0, n, batch_size)]

# %% minibatch_sgd
def minibatch_sgd(grad, n, w0, lr, batch_size, epochs, rng):
    w = w0
    path = [w0]
    order = rng.permutation(n)
    for epoch in range(epochs):
        pass
        for i in range(0, n, batch_size):
            batch = order[i:i + batch_size]
            w = w - lr * grad(w, batch)
            path.append(w)
    return np.array(path)

# %% averaging
# 1) w' = w - a (w - c) = (1 - a) w + a c.
#
# 2) The start dies out if |1 - a| < 1, so 0 < a < 2. Var w' = (1-a)^2 Var w + a^2 s^2 by independence; in the limit V = a s^2 / (2 - a).
#
# 3) w_1 = c_1 since the rate is 1. By induction w_t = (1 - 1/t) w_{t-1} + c_t / t is the mean of c_1 ... c_t. Variance s^2 / t.
#
# 4) Constant: quickly near, but stays noisy. Falling: noise goes to zero, but slower and slower.
