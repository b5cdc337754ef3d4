"""Right answers to the exercises of `gradient_descent`, in the styles in which students write."""

import numpy as np

from solutions.reference import gradient_descent as reference


def regression_einsum(X, y, w):
    return np.einsum("ij,i->j", X, np.einsum("ij,j->i", X, w) - y) / X.shape[0]


def regression_loop(X, y, w):
    gradient = [0.0] * len(w)
    for row, target in zip(X, y):
        error = sum(a * b for a, b in zip(row, w)) - target
        for j, a in enumerate(row):
            gradient[j] += error * a / len(y)
    return gradient


def regression_expanded(X, y, w):
    return (X.T @ X @ w - X.T @ y) / len(y)


def regression_means(X, y, w):
    return np.mean(X * (X @ w - y)[:, None], axis=0)


def regression_float32(X, y, w):
    X, y, w = (a.astype(np.float32) for a in (X, y, w))
    return (X @ w - y) @ X / np.float32(len(y))


def descent_in_place_on_a_copy(grad, w0, lr, steps):
    w, path = w0.copy(), [w0.copy()]
    for _ in range(steps):
        w -= lr * grad(w)
        path.append(w.copy())
    return path


def descent_preallocated(grad, w0, lr, steps):
    path = np.empty((steps + 1, len(w0)))
    path[0] = w0
    for t in range(steps):
        path[t + 1] = path[t] - lr * grad(path[t])
    return path


def descent_recursive(grad, w0, lr, steps):
    if steps == 0:
        return np.array([w0])
    return np.vstack([[w0], descent_recursive(grad, w0 - lr * grad(w0), lr, steps - 1)])


def descent_stacked(grad, w0, lr, steps):
    path = w0[None]
    while len(path) <= steps:
        path = np.concatenate([path, [path[-1] + grad(path[-1]) * -lr]])
    return path


def descent_lists(grad, w0, lr, steps):
    path = [list(w0)]
    for _ in range(steps):
        slope = grad(np.array(path[-1]))
        path.append([w - lr * g for w, g in zip(path[-1], slope)])
    return path


def stable_eigenvalues(A):
    return 2 / max(np.linalg.eigvals(A).real)


def stable_norm(A):
    return 2 / np.linalg.norm(A, 2)


def stable_singular(A):
    return 2 / np.linalg.svd(A, compute_uv=False)[0]


def stable_inverse(A):
    return 2 * np.linalg.eigvalsh(np.linalg.inv(A)).min()


def stable_array(A):
    return np.array(2.0) / np.sort(np.linalg.eigvalsh(A))[::-1][0]


def batches_shuffle(n, batch_size, rng):
    order = np.arange(n)
    rng.shuffle(order)
    return np.split(order, range(batch_size, n, batch_size))


def batches_lists(n, batch_size, rng):
    order = rng.permutation(n).tolist()
    batches = []
    while order:
        batches.append(order[:batch_size])
        order = order[batch_size:]
    return batches


def batches_choice(n, batch_size, rng):
    order = rng.choice(n, n, replace=False)
    return tuple(order[i : i + batch_size] for i in range(0, n, batch_size))


def batches_argsort(n, batch_size, rng):
    order = np.argsort(rng.random(n)).astype(np.int32)
    return [order[start:][:batch_size] for start in range(0, n, batch_size)]


def batches_drawn_from_what_is_left(n, batch_size, rng):
    left, batches = list(range(n)), []
    while left:
        batch = [left.pop(rng.integers(len(left))) for _ in range(min(batch_size, len(left)))]
        batches.append(np.array(batch))
    return batches


def batches_sorted_inside(n, batch_size, rng):
    return [np.sort(batch) for batch in reference.minibatches(n, batch_size, rng)]


def sgd_with(batches_of):
    def run(grad, n, w0, lr, batch_size, epochs, rng):
        w, path = w0.copy(), [w0.copy()]
        for _ in range(epochs):
            for batch in batches_of(n, batch_size, rng):
                w -= lr * grad(w, batch)
                path.append(w.copy())
        return np.array(path)

    run.__name__ = f"sgd_{batches_of.__name__}"
    return run


def sgd_preallocated(grad, n, w0, lr, batch_size, epochs, rng):
    steps = int(np.ceil(n / batch_size))
    path = np.zeros((epochs * steps + 1, len(w0)))
    path[0] = w0
    for epoch in range(epochs):
        order = rng.permutation(n)
        for k in range(steps):
            t = epoch * steps + k
            path[t + 1] = path[t] - lr * grad(path[t], order[k * batch_size : (k + 1) * batch_size])
    return path


def sgd_all_orders_first(grad, n, w0, lr, batch_size, epochs, rng):
    plan = [batch for _ in range(epochs) for batch in reference.minibatches(n, batch_size, rng)]
    path = [w0]
    for batch in plan:
        path.append(path[-1] - lr * np.asarray(grad(path[-1], batch.tolist())))
    return path


BATCHES = [
    batches_shuffle,
    batches_lists,
    batches_choice,
    batches_argsort,
    batches_drawn_from_what_is_left,
    batches_sorted_inside,
]


def kappa_of_two_equations(path):
    first, second, third = np.diff(path[:4], axis=0)
    step = np.column_stack([second, third]) @ np.linalg.inv(np.column_stack([first, second]))
    slow, fast = sorted(np.linalg.eigvalsh((step + step.T) / 2), reverse=True)
    return (1 - fast) / (1 - slow)


def kappa_of_a_recurrence(path):
    """Each coordinate obeys d_{t+2} = s·d_{t+1} − p·d_t, with the sum and the product of both factors."""
    steps = np.diff(path, axis=0)
    both = np.column_stack([steps[1:-1].ravel(), -steps[:-2].ravel()])
    s, p = np.linalg.lstsq(both, steps[2:].ravel())[0]
    return np.divide(*np.sort(1 - np.roots([1, -s, p]))[::-1])


def kappa_of_an_affine_map(path):
    before = np.column_stack([path[:-1], np.ones(len(path) - 1)])
    matrix = np.linalg.lstsq(before, path[1:])[0][:2]
    curvatures = np.linalg.eigvals(np.eye(2) - matrix)
    return max(curvatures) / min(curvatures)


def kappa_of_trace_and_determinant(path):
    steps = path[1:] - path[:-1]
    matrix = np.linalg.pinv(steps[:3]) @ steps[1:4] if len(steps) > 3 else np.linalg.solve(steps[:2], steps[1:3])
    (a, b), (c, d) = np.eye(2) - matrix
    root = np.sqrt((a - d) ** 2 + 4 * b * c)
    return (a + d + root) / (a + d - root)


def kappa_of_curvatures(path):
    """−d_{t+1} + d_t = αA·d_t: fit αA itself, and ask for its condition number."""
    steps = np.diff(path, axis=0)
    alpha_A = np.linalg.lstsq(steps[:-1], steps[:-1] - steps[1:])[0]
    return np.linalg.cond(alpha_A)


RIGHT = {
    "linear_regression_gradient": [
        regression_einsum,
        regression_loop,
        regression_expanded,
        regression_means,
        regression_float32,
    ],
    "gradient_descent": [
        descent_in_place_on_a_copy,
        descent_preallocated,
        descent_recursive,
        descent_stacked,
        descent_lists,
    ],
    "largest_stable_learning_rate": [
        stable_eigenvalues,
        stable_norm,
        stable_singular,
        stable_inverse,
        stable_array,
    ],
    "minibatches": BATCHES,
    "minibatch_sgd": [*map(sgd_with, BATCHES[:4]), sgd_preallocated, sgd_all_orders_first],
    "estimate_kappa": [
        kappa_of_two_equations,
        kappa_of_a_recurrence,
        kappa_of_an_affine_map,
        kappa_of_trace_and_determinant,
        kappa_of_curvatures,
    ],
}
