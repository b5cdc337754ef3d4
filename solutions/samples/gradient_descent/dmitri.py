# All right, recursive, from the Hessian and with all batches drawn beforehand.

# %% linear_regression_gradient
def linear_regression_gradient(X, y, w):
    n = X.shape[0]
    A = X.T @ X / n
    return A @ w - X.T @ y / n

# %% gradient_descent
def gradient_descent(grad, w0, lr, steps):
    if steps == 0:
        return w0[None, :]
    so_far = gradient_descent(grad, w0, lr, steps - 1)
    last = so_far[-1]
    return np.vstack([so_far, last - lr * grad(last)])

# %% largest_stable_learning_rate
def largest_stable_learning_rate(A):
    return 2 / max(abs(l) for l in np.linalg.eigvals(A))

# %% minibatches
def minibatches(n, batch_size, rng):
    order = rng.choice(n, n, replace=False)
    return [order[i:i + batch_size] for i in range(0, n, batch_size)]

# %% minibatch_sgd
def minibatch_sgd(grad, n, w0, lr, batch_size, epochs, rng):
    batches = [b for e in range(epochs) for b in np.split(rng.permutation(n), np.arange(batch_size, n, batch_size))]
    path = np.empty((len(batches) + 1, len(w0)))
    path[0] = w0
    for t, b in enumerate(batches):
        path[t + 1] = path[t] - lr * grad(path[t], b)
    return path

# %% averaging
# 1) w' = w - a (w - c) = (1 - a) w + a c.
#
# 2) The start dies out if |1 - a| < 1, so 0 < a < 2. Var w' = (1-a)^2 Var w + a^2 s^2 by independence; in the limit V = a s^2 / (2 - a).
#
# 3) w_1 = c_1 since the rate is 1. By induction w_t = (1 - 1/t) w_{t-1} + c_t / t is the mean of c_1 ... c_t. Variance s^2 / t.
#
# 4) Constant: quickly near, but stays noisy. Falling: noise goes to zero, but slower and slower.
