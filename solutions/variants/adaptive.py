"""Right answers to the exercises of `adaptive`: the reference and one other way of each, in many number types."""

import math

import numpy as np

from solutions.reference import adaptive as reference


def with_arrays(change):
    """The right answer for arrays that were changed first, to another type for example."""

    def style(right):
        def answer(*arguments):
            return right(*(change(a) if isinstance(a, np.ndarray) else a for a in arguments))

        return answer

    return style


def as_lists(right):
    """Lists come back, of results and of numbers."""

    def answer(*arguments):
        returned = right(*arguments)
        return [r.tolist() for r in returned] if isinstance(returned, tuple) else returned.tolist()

    return answer


def weight_by_weight(right):
    """A loop over the weights, for methods in which no weight knows of another."""

    def answer(*arguments):
        shape = arguments[0].shape
        columns = [
            right(*(a.reshape(-1)[i : i + 1] if isinstance(a, np.ndarray) else a for a in arguments))
            for i in range(math.prod(shape))
        ]
        if not isinstance(columns[0], tuple):
            return np.concatenate(columns).reshape(shape)
        return tuple(np.concatenate(c).reshape(shape) for c in zip(*columns))

    return answer


def moments(m, v, grad, beta1, beta2):
    """Another order of operations: the old mean, and a part of the way to the new value."""
    return m + (1 - beta1) * (grad - m), v + (1 - beta2) * (grad * grad - v)


def sign_of_quotient(w, grad, lr):
    return w - np.divide(lr * grad, np.abs(grad), out=np.zeros_like(grad), where=grad != 0)


def rprop_by_masks(w, step, grad, previous_grad, up=1.2, down=0.6, smallest=1e-6, largest=50.0):
    w, step = w.copy(), step.copy()
    if previous_grad is not None:
        held = np.sign(grad) == np.sign(previous_grad)
        held &= grad != 0
        step[held] *= up
        step[~held] *= down
        step = np.minimum(largest, np.maximum(smallest, step))
    w[grad > 0] -= step[grad > 0]
    w[grad < 0] += step[grad < 0]
    return w, step


def rprop_as_printed(w, step, grad, previous_grad, up=1.2, down=0.6, smallest=1e-6, largest=50.0):
    """Each bound where it can be reached (Riedmiller and Braun 1993; Igel and Hüsken 2003)."""
    if previous_grad is not None:
        longer, shorter = np.minimum(step * up, largest), np.maximum(step * down, smallest)
        step = np.where(grad * previous_grad > 0, longer, shorter)
    return w - np.sign(grad) * step, step


def normalised_after_scaling(w, grad, lr):
    largest = np.abs(grad).max()
    if largest == 0:
        return w
    direction = grad / largest
    return w - lr * direction / math.sqrt((direction * direction).sum())


def ema_by_weights(x, beta, corrected=False):
    """Every average as the weighted sum it is."""
    t = np.arange(1, len(x) + 1)
    weights = np.tril((1 - beta) * beta ** (t[:, None] - t).clip(0))
    averages = np.tensordot(weights, x, axes=1)
    return averages / weights.sum(axis=1).reshape(-1, *[1] * (x.ndim - 1)) if corrected else averages


def adagrad_by_power(w, g2, grad, lr, eps=1e-8):
    total = np.square(grad) + g2
    return w + -(lr * (total + eps) ** -0.5) * grad, total


def rmsprop_by_steps(w, g2, grad, lr, rho=0.9, eps=1e-8):
    g2 = g2 - (1 - rho) * (g2 - grad * grad)
    return w - (lr / np.sqrt(g2 + eps)) * grad, g2


def adadelta_in_one_root(w, g2, d2, grad, rho=0.9, eps=1e-6):
    g2 = g2 * rho + grad * grad * (1 - rho)
    step = grad * ((d2 + eps) / (g2 + eps)) ** 0.5
    return w - step, g2, d2 * rho + step * step * (1 - rho)


def adam_as_in_pytorch(w, m, v, t, grad, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = moments(m, v, grad, beta1, beta2)
    denominator = np.sqrt(v) / math.sqrt(1 - beta2**t) + eps
    return w - lr / (1 - beta1**t) * (m / denominator), m, v


def adamax_with_where(w, m, u, t, grad, lr=2e-3, beta1=0.9, beta2=0.999):
    m = beta1 * m + (1 - beta1) * grad
    u = np.where(np.abs(grad) > beta2 * u, np.abs(grad), beta2 * u)
    return w - lr * (m / (1 - beta1**t)) / np.where(u == 0, 1, u), m, u


def nadam_as_in_optax(w, m, v, t, grad, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = moments(m, v, grad, beta1, beta2)
    ahead = beta1 * (m / (1 - beta1 ** (t + 1))) + (1 - beta1) * (grad / (1 - beta1**t))
    return w - lr * (ahead / (eps + (v / (1 - beta2**t)) ** 0.5)), m, v


def radam_with_variances(w, m, v, t, grad, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = moments(m, v, grad, beta1, beta2)

    def variance(rho):
        return rho / ((rho - 2) * (rho - 4))

    limit = (1 + beta2) / (1 - beta2)
    rho = limit - 2 * t / (beta2**-t - 1)
    m_hat = m / (1 - beta1**t)
    if rho > 4:
        m_hat = m_hat * math.sqrt(variance(limit) / variance(rho)) / (np.sqrt(v / (1 - beta2**t)) + eps)
    return w - lr * m_hat, m, v


OTHER_WAYS = {
    "sign_step": sign_of_quotient,
    "rprop_step": rprop_by_masks,
    "normalised_step": normalised_after_scaling,
    "ema": ema_by_weights,
    "adagrad_step": adagrad_by_power,
    "rmsprop_step": rmsprop_by_steps,
    "adadelta_step": adadelta_in_one_root,
    "adam_step": adam_as_in_pytorch,
    "adamax_step": adamax_with_where,
    "nadam_step": nadam_as_in_optax,
    "radam_step": radam_with_variances,
}

STYLES = {
    "float32": with_arrays(np.float32),
    "long double": with_arrays(np.longdouble),
    "columns of a larger array": with_arrays(lambda a: np.repeat(a[..., None], 2, axis=-1)[..., 0]),
    "lists": as_lists,
    "weight by weight": weight_by_weight,
}
NOT_WEIGHT_BY_WEIGHT = ("normalised_step", "ema")  # a weight's step depends on others


def _right(name):
    ways = {"as in the reference": getattr(reference, name), OTHER_WAYS[name].__name__: OTHER_WAYS[name]}
    answers = dict(ways)
    for style, changed in STYLES.items():
        if style != "weight by weight" or name not in NOT_WEIGHT_BY_WEIGHT:
            answers |= {f"{way}, {style}": changed(answer) for way, answer in ways.items()}
    return answers


def hardest_growing(n, beta1, beta2):
    gradients = [1.0]
    while len(gradients) < n:
        gradients.append(gradients[-1] * beta2 / beta1)
    return gradients


def hardest_downhill(n, beta1, beta2):
    return -1000 * (beta1 / beta2) ** np.arange(n - 1, -1, -1.0)


def hardest_ratio_of_weights(n, beta1, beta2):
    in_m, in_v = ((1 - beta) * beta ** np.arange(n)[::-1] / (1 - beta**n) for beta in (beta1, beta2))
    return in_m / in_v


def hardest_solved(n, beta1, beta2):
    """The stationary point of m² − q·v: a linear system with v's weights on its diagonal."""
    weights = np.diag(beta2 ** np.arange(n)[::-1])
    return np.linalg.solve(weights, beta1 ** np.arange(n)[::-1])


def hardest_by_ascent(n, beta1, beta2):
    """Step after step along the gradient of ln(m²/v), each divided by its curvature."""
    a, b = (beta ** np.arange(n)[::-1] for beta in (beta1, beta2))
    g = np.ones(n)
    for _ in range(30):
        g = g + (a / (a @ g) - b * g / (b @ g**2)) * (b @ g**2) / b
    return g


def hardest_float32(n, beta1, beta2):
    return (np.float32(beta1) / np.float32(beta2)) ** np.arange(n, dtype=np.float32)[::-1]


RIGHT = {name: _right(name) for name in OTHER_WAYS}
RIGHT["rprop_step"]["each bound where it can be reached"] = rprop_as_printed
RIGHT["hardest_gradients"] = [
    hardest_growing,
    hardest_downhill,
    hardest_ratio_of_weights,
    hardest_solved,
    hardest_by_ascent,
    hardest_float32,
]
