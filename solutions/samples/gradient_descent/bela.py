# All right, with loops and lists.

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
    rest = list(range(n))
    rng.shuffle(rest)
    batches = []
    while rest:
        batches.append(rest[:batch_size])
        rest = rest[batch_size:]
    return batches

# %% minibatch_sgd
def minibatch_sgd(grad, n, w0, lr, batch_size, epochs, rng):
    path = [list(w0)]
    for e in range(epochs):
        for batch in minibatches(n, batch_size, rng):
            g = grad(np.array(path[-1]), batch)
            path.append([path[-1][j] - lr * g[j] for j in range(len(w0))])
    return path

# %% averaging
# 1) w' = w - a (w - c) = (1 - a) w + a c.
#
# 2) The start dies out if |1 - a| < 1, so 0 < a < 2. Var w' = (1-a)^2 Var w + a^2 s^2 by independence; in the limit V = a s^2 / (2 - a).
#
# 3) w_1 = c_1 since the rate is 1. By induction w_t = (1 - 1/t) w_{t-1} + c_t / t is the mean of c_1 ... c_t. Variance s^2 / t.
#
# 4) Constant: quickly near, but stays noisy. Falling: noise goes to zero, but slower and slower.
