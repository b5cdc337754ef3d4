"""Chapter 2: gradient descent."""

# ruff: noqa: F811
import numpy as np

from tests.corpus import mistake


@mistake("github: girishkuniyal/Predict-housing-prices-in-Portland#1", "moved|changed|copy|later")
def linear_regression_gradient(X, y, w):
    g = np.zeros_like(w)
    w = w.copy()
    for j in range(len(w)):
        g[j] = X[:, j] @ (X @ w - y) / len(y)
        w[j] -= g[j]
    return g


@mistake("github: ageron/handson-ml#49", "twice|½|half|2")
def linear_regression_gradient(X, y, w):
    return 2 / len(y) * X.T @ (X @ w - y)


@mistake("github: mnielsen/neural-networks-and-deep-learning#50", "rng|generator")
def minibatches(n, batch_size, rng):
    order = np.random.permutation(n)
    return [order[i : i + batch_size] for i in range(0, n, batch_size)]


@mistake("github: kaleko/CourseraML#7", "once|start|first|w0")
def gradient_descent(grad, w0, lr, steps):
    path, first = [w0], grad(w0)
    for _step in range(steps):
        path.append(path[-1] - lr * first)
    return np.array(path)


@mistake("github: tsycnh/mlbasic#2", "mean|sum|divid|number of examples|`n`")
def linear_regression_gradient(X, y, w):
    return X.T @ (X @ w - y)


@mistake("github: kaleko/CourseraML#12", "moved|changed|copy|later|itself")
def linear_regression_gradient(X, y, w):
    old, new = w, w
    for j in range(len(w)):
        new[j] = new[j] - np.mean((X @ new - y) * X[:, j])
    return old - new


@mistake("github: aimacode/aima-python#285", "`lr`|rate")
def gradient_descent(grad, w0, lr, steps):
    path = [w0]
    for _step in range(steps):
        path.append(path[-1] - grad(path[-1]))
    return np.array(path)


@mistake("github: trekhleb/homemade-machine-learning#63", "twice|first entry|first number")
def gradient_descent(grad, w0, lr, steps):
    path = [w0]
    for _step in range(steps):
        step = lr * grad(path[-1])
        w = path[-1] - step
        w[0] = w[0] - step[0]
        path.append(w)
    return np.array(path)


@mistake("github: cvxgrp/nonexp_global_aa1#1", "Frobenius|eigenvalue")
def largest_stable_learning_rate(A):
    return 2 / np.linalg.norm(A)


@mistake("github: kyegomez/OpenMythos#51", "entry|entries|diagonal|eigenvalue")
def largest_stable_learning_rate(A):
    return 2 / A.max()


@mistake("github: PTsolvers/JustRelax.jl#484", "row|eigenvalue")
def largest_stable_learning_rate(A):
    return 2 / A.sum(axis=1).max()


@mistake("github: TomographicImaging/CIL#1704", "eigenvalue|precis|digits|iterat|close")
def largest_stable_learning_rate(A):
    x = np.ones(len(A))
    for _iteration in range(10):
        x = A @ x / np.linalg.norm(x)
    return 2 / np.linalg.norm(x)


@mistake("github: NVlabs/VILA#123", "last|every index|drop|miss|left out")
def minibatches(n, batch_size, rng):
    order = rng.permutation(n - n % batch_size)
    return [order[i : i + batch_size] for i in range(0, len(order), batch_size)]


@mistake("github: ageron/handson-ml#115", "replac|twice|exactly once|more than once|again")
def minibatches(n, batch_size, rng):
    return [rng.integers(n, size=min(batch_size, n - i)) for i in range(0, n, batch_size)]


@mistake("github: keras-team/keras#5883", "order|shuffl|random")
def minibatches(n, batch_size, rng):
    order = rng.permutation(n) if n % batch_size else np.arange(n)
    return [order[i : i + batch_size] for i in range(0, n, batch_size)]


def _cut(order, batch_size):
    return [order[i : i + batch_size] for i in range(0, len(order), batch_size)]


@mistake("github: openai/guided-diffusion#111", "sum|mean|size")
def minibatch_sgd(grad, n, w0, lr, batch_size, epochs, rng):
    path = [w0]
    for _epoch in range(epochs):
        for batch in _cut(rng.permutation(n), batch_size):
            path.append(path[-1] - lr * len(batch) * grad(path[-1], batch))
    return np.array(path)


@mistake("github: lengstrom/fast-style-transfer#63", "once|each epoch|every epoch|anew|same")
def minibatch_sgd(grad, n, w0, lr, batch_size, epochs, rng):
    path, batches = [w0], _cut(rng.permutation(n), batch_size)
    for _epoch in range(epochs):
        for batch in batches:
            path.append(path[-1] - lr * grad(path[-1], batch))
    return np.array(path)


@mistake("github: openai/random-network-distillation#17", "order|shuffl|random")
def minibatch_sgd(grad, n, w0, lr, batch_size, epochs, rng):
    path = [w0]
    for _epoch in range(epochs):
        for start in range(0, n, batch_size):
            path.append(path[-1] - lr * grad(path[-1], np.arange(start, min(n, start + batch_size))))
    return np.array(path)


@mistake("github: jadore801120/attention-is-all-you-need-pytorch#14", "last|drop|short|left out")
def minibatch_sgd(grad, n, w0, lr, batch_size, epochs, rng):
    path = [w0]
    for _epoch in range(epochs):
        for batch in _cut(rng.permutation(n), batch_size):
            if len(batch) == batch_size:
                path.append(path[-1] - lr * grad(path[-1], batch))
    return np.array(path)


def _slopes(path):
    """The eigenvalues 1 − αλ of the matrix that leads from each step to the next, smallest first."""
    steps = np.diff(path, axis=0)
    return np.sort(np.linalg.eigvals(np.linalg.lstsq(steps[:-1], steps[1:], rcond=None)[0]).real)


@mistake(
    "thinbug.com/q/30386437: the order of the eigenvalues of numpy.linalg.eig",
    "invert|order|upside",
)
def estimate_kappa(path):
    steps = np.diff(path, axis=0)
    curvatures = 1 - np.linalg.eigvals(np.linalg.lstsq(steps[:-1], steps[1:], rcond=None)[0])
    return curvatures[0] / curvatures[1]


@mistake("github: statsmodels/statsmodels#7950", "root")
def estimate_kappa(path):
    small, large = _slopes(path)
    return np.sqrt((1 - small) / (1 - large))


@mistake("github: Open-Deep-ML/DML-OpenProblem#97", "twice|½|half|2")
def linear_regression_gradient(X, y, w):
    return (2 / len(y)) * (X.T @ (X @ w - y))


@mistake("github: kmheckel/spyx#23", "one batch|batch_size|single|whole|longer|too many")
def minibatches(n, batch_size, rng):
    order, rest = rng.permutation(n), n % batch_size
    whole = order[:-rest].reshape(-1, batch_size) if len(order[:-rest]) else []
    return [*whole, order[-rest:]]


@mistake("github: ageron/handson-ml#115 (the asker's)", "order|shuffl|random")
def minibatches(n, batch_size, rng):
    return [np.arange(start, min(start + batch_size, n)) for start in range(0, n, batch_size)]


@mistake("github: kaleko/CourseraML#2", "same|one array|copy|itself|moved")
def gradient_descent(grad, w0, lr, steps):
    theta = np.array(w0)
    history = [theta]
    for _step in range(steps):
        theta -= lr * grad(theta)
        history.append(theta)
    return np.array(history)


@mistake("github: d2l-ai/d2l-en#1000", "twice|mean|divid|short|size")
def minibatch_sgd(grad, n, w0, lr, batch_size, epochs, rng):
    path = [w0]
    for _epoch in range(epochs):
        for batch in _cut(rng.permutation(n), batch_size):
            path.append(path[-1] - lr * grad(path[-1], batch) / len(batch))
    return np.array(path)
