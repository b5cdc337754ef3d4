"""Right answers to the exercises of `initialisation`: other ways to draw from the same distributions."""

import numpy as np

from solutions.reference import initialisation as reference


def loop_over_those_beyond(shape, std, rng, bound=2.0):
    flat, spare = rng.normal(0, std, int(np.prod(shape))), []
    for i in np.flatnonzero(np.abs(flat) > bound * std).tolist():
        draw = np.inf
        while abs(draw) > bound * std:
            spare = spare or rng.normal(0, std, 1000).tolist()
            draw = spare.pop()
        flat[i] = draw
    return flat.reshape(shape)


def surplus(shape, std, rng, bound=2.0):
    kept = np.empty(0)
    while kept.size < np.prod(shape):
        draws = rng.standard_normal(2 * int(np.prod(shape)))
        kept = np.concatenate([kept, draws[np.abs(draws) <= bound]])
    return std * kept[: int(np.prod(shape))].reshape(shape)


def inverse_of_the_distribution(shape, std, rng, bound=2.0):
    from scipy import stats  # which a page has not

    low, high = stats.norm.cdf([-bound, bound])
    return std * stats.norm.ppf(rng.uniform(low, high, shape))


def all_redrawn(shape, std, rng, bound=2.0):
    x = rng.normal(0, std, shape)
    while np.any(np.abs(x) > bound * std):
        x = np.where(np.abs(x) > bound * std, rng.normal(0, std, shape), x)
    return x


def in_float32(shape, std, rng, bound=2.0):
    return reference.truncated_normal(shape, std, rng, bound).astype(np.float32)


def uniform_right(limit_of):
    def scaled(n_in, n_out, rng):
        return (2 * rng.random((n_in, n_out)) - 1) * limit_of(n_in, n_out)

    def mirrored(n_in, n_out, rng):
        return -rng.uniform(-1, 1, (n_in, n_out)) * limit_of(n_in, n_out)

    def transposed_draw(n_in, n_out, rng):
        limit = limit_of(n_in, n_out)
        return rng.uniform(-limit, limit, (n_out, n_in)).T

    def lists(n_in, n_out, rng):
        limit = limit_of(n_in, n_out)
        return [rng.uniform(-limit, limit, n_out).tolist() for _ in range(n_in)]

    def float32(n_in, n_out, rng):
        return (2 * rng.random((n_in, n_out), dtype=np.float32) - 1) * np.float32(limit_of(n_in, n_out))

    return [scaled, mirrored, transposed_draw, lists, float32]


def normal_right():
    def standard(n_in, n_out, rng):
        return rng.standard_normal((n_in, n_out)) * np.sqrt(2 / n_in)

    def mirrored(n_in, n_out, rng):
        return rng.normal(0, -np.sqrt(2) / -np.sqrt(n_in), (n_in, n_out)) * -1

    def columns(n_in, n_out, rng):
        return np.column_stack([rng.normal(0, (2 / n_in) ** 0.5, n_in) for _ in range(n_out)])

    def polar(n_in, n_out, rng):
        radius = np.sqrt(-2 * np.log(1 - rng.random((n_in, n_out))))
        return radius * np.cos(2 * np.pi * rng.random((n_in, n_out))) * np.sqrt(2 / n_in)

    def float32(n_in, n_out, rng):
        return rng.standard_normal((n_in, n_out), dtype=np.float32) * np.float32(np.sqrt(2 / n_in))

    return [standard, mirrored, columns, polar, float32]


def gram_schmidt(n_in, n_out, rng):
    if n_in < n_out:
        return gram_schmidt(n_out, n_in, rng).T
    columns = []
    for _ in range(n_out):
        v = rng.normal(size=n_in)
        for _twice in range(2):
            for u in columns:
                v = v - (u @ v) * u
        columns.append(v / np.linalg.norm(v))
    return np.column_stack(columns)


def polar_factor(n_in, n_out, rng):
    U, _s, V = np.linalg.svd(rng.normal(size=(n_in, n_out)), full_matrices=False)
    return U @ V


def random_signs(n_in, n_out, rng):
    n, m = max(n_in, n_out), min(n_in, n_out)
    Q = np.linalg.qr(rng.normal(size=(n, m)))[0] * rng.choice([-1.0, 1.0], m)
    return Q if n_in >= n_out else Q.T


def part_of_a_square(n_in, n_out, rng):
    n = max(n_in, n_out)
    Q, R = np.linalg.qr(rng.normal(size=(n, n)))
    return (Q * np.sign(np.diag(R)))[:n_in, :n_out]


def inverse_root(n_in, n_out, rng):
    A = rng.normal(size=(max(n_in, n_out), min(n_in, n_out)))
    values, vectors = np.linalg.eigh(A.T @ A)
    Q = A @ vectors @ np.diag(values**-0.5) @ vectors.T
    return Q if n_in >= n_out else Q.T


def depth_loop(n, weight_std, depth, activation):
    if activation not in {"linear", "relu"}:
        raise ValueError("unknown activation")
    variances, square = [], 1.0
    for _layer in range(depth):
        variances.append(n * weight_std**2 * square)
        square = variances[-1] * (0.5 if activation == "relu" else 1)
    return variances


def depth_powers(n, weight_std, depth, activation):
    factor = {"linear": 1, "relu": 2}.get(activation)
    if not factor:
        raise ValueError(activation)
    layers = np.arange(1, depth + 1)
    return factor * (n * weight_std**2 / factor) ** layers


def depth_cumulative(n, weight_std, depth, activation):
    if activation == "relu":
        factors = np.full(depth, n * weight_std**2 / 2)
        factors[0] *= 2
    elif activation == "linear":
        factors = np.full(depth, n * weight_std**2)
    else:
        raise ValueError
    return np.cumprod(factors)


def depth_logarithms(n, weight_std, depth, activation):
    half = {"linear": 0.0, "relu": np.log(0.5)}
    if activation not in half:
        raise ValueError(activation)
    return np.exp(np.log(n * weight_std**2) * np.arange(1, depth + 1) + half[activation] * np.arange(depth))


def depth_recursive(n, weight_std, depth, activation):
    if activation != "linear" and activation != "relu":
        raise ValueError("?")
    if depth == 1:
        return np.array([n * weight_std**2])
    before = depth_recursive(n, weight_std, depth - 1, activation)
    return np.append(before, before[-1] * n * weight_std**2 / (2 if activation == "relu" else 1))


def units_as_a_set(W, b, V):
    return len({(*W[:, j], b[j], *V[j]) for j in range(len(b))})


def units_with_an_earlier_twin(W, b, V):
    def equal(j, k):
        return np.array_equal(W[:, j], W[:, k]) and b[j] == b[k] and np.array_equal(V[j], V[k])

    return sum(not any(equal(j, k) for k in range(j)) for j in range(W.shape[1]))


def units_by_distance(W, b, V):
    units = np.hstack([W.T, b[:, None], V])
    distances = np.abs(units[:, None] - units[None]).max(axis=-1)
    return len(np.unique(distances < 1e-9, axis=0))


def units_sorted(W, b, V):
    units = sorted([*map(float, W[:, j]), float(b[j]), *map(float, V[j])] for j in range(len(b)))
    return 1 + sum(one != other for one, other in zip(units, units[1:]))


def units_trained(W, b, V):
    """Train them on data that favour nobody, and look which have stayed together."""
    rng = np.random.default_rng(0)
    W, b, V, x, y = W.copy(), b.copy(), V.copy(), rng.normal(size=(40, len(W))), rng.normal(size=(40, V.shape[1]))
    for _ in range(3):
        h = 1 / (1 + np.exp(-(x @ W + b)))
        error = h @ V - y
        back = error @ V.T * h * (1 - h)
        W, b, V = W - x.T @ back / 40, b - back.mean(axis=0), V - h.T @ error / 40
    units = np.column_stack([W.T, b, V])
    return len(np.unique(np.abs(units[:, None] - units).max(axis=-1) < 1e-10, axis=0))


RIGHT = {
    "truncated_normal": [loop_over_those_beyond, surplus, inverse_of_the_distribution, all_redrawn, in_float32],
    "lecun_uniform": uniform_right(lambda n_in, n_out: (3 / n_in) ** 0.5),
    "xavier_uniform": uniform_right(lambda n_in, n_out: (6 / (n_in + n_out)) ** 0.5),
    "he_normal": normal_right(),
    "orthogonal": [gram_schmidt, polar_factor, random_signs, part_of_a_square, inverse_root],
    "variance_through_depth": [depth_loop, depth_powers, depth_cumulative, depth_logarithms, depth_recursive],
    "distinct_units": [
        units_as_a_set,
        units_with_an_earlier_twin,
        units_by_distance,
        units_sorted,
        units_trained,
    ],
}
