# Prints or returns text; wrong in ways that no misconception names.

# %% linear_regression_gradient
def linear_regression_gradient(X, y, w):
    return w

# %% gradient_descent
def gradient_descent(grad, w0, lr, steps):
    return np.zeros((steps + 1, len(w0)))

# %% largest_stable_learning_rate
def largest_stable_learning_rate(A):
    return "2/L"

# %% minibatches
def minibatches(n, batch_size, rng):
    order = rng.permutation(n)

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
# It becomes the mean, so the variance goes to 0.
