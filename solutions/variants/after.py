"""Right answers to the exercises of `after`: the reference and other ways of each, in many number types."""

import math

import numpy as np

from solutions.reference import after as reference
from solutions.reference.adaptive import adam_step
from solutions.variants.adaptive import as_lists, with_arrays


def steepest_direction_in_short(grad, norm):
    sizes = np.abs(grad)
    if norm == "spectral":
        U, s, Vt = np.linalg.svd(grad, full_matrices=False)
        return (-U @ Vt if s[0] > 0 else 0 * grad), np.sum(s)
    if norm == "euclid":
        dual = np.sqrt(np.sum(grad * grad))
        return (-grad / dual if dual > 0 else 0 * grad), dual
    if norm == "max":
        return np.where(grad > 0, -1.0, np.where(grad < 0, 1.0, 0.0)), sizes.sum()
    if norm == "one":
        d = np.zeros(grad.shape)
        d.flat[sizes.argmax()] = -np.sign(grad.flat[sizes.argmax()])
        return d, sizes.max()
    raise ValueError(norm)


def steepest_direction_shares_among_ties(grad, norm):
    sizes = np.abs(grad)
    if norm == "one":
        ties = np.sign(grad) * (sizes == sizes.max())
        return [-ties / max(np.abs(ties).sum(), 1), float(sizes.max())]
    if norm == "max":
        return [-np.where(grad < 0, -1.0, 1.0) * np.any(grad), float(sizes.sum())]
    if norm == "euclid":
        dual = float(np.linalg.norm(grad))
        return [np.zeros_like(grad) if dual == 0 else -(grad / dual), dual]
    if norm == "spectral":
        U, sigma, Vt = np.linalg.svd(grad.astype(float))
        rank = np.count_nonzero(sigma > 1e-5 * sigma[0])
        return [-U[:, :rank] @ Vt[:rank], float(sigma.sum())]
    raise ValueError("no such norm")


def newton_schulz_transposes_tall_ones(G, steps=5, coefficients=(3.4445, -4.7750, 2.0315), eps=1e-7):
    a, b, c = coefficients
    X = G.T if G.shape[0] > G.shape[1] else G
    X = X / (np.sqrt(np.sum(X**2)) + eps)
    for _ in range(steps):
        A = X @ X.T
        X = a * X + b * A @ X + c * A @ (A @ X)
    return X.T if G.shape[0] > G.shape[1] else X


def newton_schulz_on_the_singular_values(G, steps=5, coefficients=(3.4445, -4.7750, 2.0315), eps=1e-7):
    a, b, c = coefficients
    U, sigma, Vt = np.linalg.svd(G.astype(float), full_matrices=False)
    sigma = sigma / (np.sqrt(np.sum(sigma**2)) + eps)
    for _ in range(steps):
        sigma = a * sigma + b * sigma**3 + c * sigma**5
    return (U * sigma) @ Vt


def newton_schulz_from_the_right(G, steps=5, coefficients=(3.4445, -4.7750, 2.0315), eps=1e-7):
    a, b, c = coefficients
    X = np.float32(G) / np.float32(np.linalg.norm(G) + eps)
    for _ in range(steps):
        A = X.T @ X
        X = X @ (a * np.eye(len(A), dtype=np.float32) + b * A + c * A @ A)
    return X.tolist()


def muon_step_decay_first(W, B, grad, orthogonalise, lr=0.02, beta=0.95, decay=0.0):
    new_B = grad + beta * B
    direction = orthogonalise((1 + beta) * grad + beta**2 * B)
    scale = max(1.0, W.shape[1] / W.shape[0]) ** 0.5
    return [(1 - lr * decay) * W - lr * scale * direction, new_B]


def muon_step_with_if(W, B, grad, orthogonalise, lr=0.02, beta=0.95, decay=0.0):
    B = B.copy()
    B *= beta
    B += grad
    step = lr * orthogonalise(grad + beta * B)
    if W.shape[1] > W.shape[0]:
        step = step * np.sqrt(W.shape[1] / W.shape[0])
    return W - step - lr * decay * W, B


def lion_step_shrinks_first(w, m, grad, lr=1e-4, decay=0.0, beta1=0.9, beta2=0.99):
    update = grad + beta1 * (m - grad)
    w = (1 - lr * decay) * w - lr * np.sign(update)
    return [w, grad + beta2 * (m - grad)]


def lion_step_loops(w, m, grad, lr=1e-4, decay=0.0, beta1=0.9, beta2=0.99):
    new_w, new_m = w.copy(), m.copy()
    for i in np.ndindex(w.shape):
        c = beta1 * m[i] + (1 - beta1) * grad[i]
        sign = 1 if c > 0 else -1 if c < 0 else 0
        new_w[i] -= lr * (sign + decay * w[i])
        new_m[i] = beta2 * m[i] + (1 - beta2) * grad[i]
    return new_w, new_m


def adamw_step_shrinks_first(w, m, v, t, grad, lr=1e-3, decay=0.01, beta1=0.9, beta2=0.999, eps=1e-8):
    m = m + (1 - beta1) * (grad - m)
    v = v + (1 - beta2) * (grad * grad - v)
    size = np.sqrt(v) / np.sqrt(1 - beta2**t) + eps
    return [w * (1 - lr * decay) - lr / (1 - beta1**t) * (m / size), m, v]


def adamw_step_with_adam_step(w, m, v, t, grad, lr=1e-3, decay=0.01, beta1=0.9, beta2=0.999, eps=1e-8):
    new_w, m, v = adam_step(w, m, v, t, grad, lr, beta1, beta2, eps)
    return new_w - lr * decay * w, m, v


def clip_by_global_norm_in_one_vector(grads, max_norm):
    norm = np.linalg.norm(np.concatenate([grad.ravel() for grad in grads]))
    scale = 1.0 if norm <= max_norm else max_norm / norm
    return [scale * grad for grad in grads], norm


def clip_by_global_norm_by_the_larger(grads, max_norm):
    square = 0.0
    for grad in grads:
        square += (grad * grad).sum()
    norm = square**0.5
    return tuple(grad * max_norm / max(norm, max_norm) for grad in grads), float(norm)


def warmup_cosine_by_the_square(step, peak, warmup, total, lowest=0.0):
    if step < warmup:
        return (step + 1) / warmup * peak
    if step >= total:
        return lowest
    share = np.cos(0.5 * np.pi * (step - warmup) / (total - warmup)) ** 2
    return share * peak + (1 - share) * lowest


def warmup_cosine_with_math(step, peak, warmup, total, lowest=0.0):
    if warmup and step < warmup:
        return peak * min(1.0, (step + 1) / warmup)
    x = (min(step, total) - warmup) / (total - warmup)
    return peak - (peak - lowest) * (1 - math.cos(math.pi * x)) / 2


def warmup_stable_decay_by_cases(step, peak, warmup, decay, total, lowest=0.0, shape="linear"):
    if shape != "linear" and shape != "sqrt":
        raise ValueError("shape should be linear or sqrt")
    if step < warmup:
        return peak * (step + 1) / warmup
    if step < total - decay:
        return peak
    if step >= total:
        return lowest
    x = (step - total + decay) / decay
    return peak - (peak - lowest) * (x if shape == "linear" else x**0.5)


def warmup_stable_decay_by_interpolation(step, peak, warmup, decay, total, lowest=0.0, shape="linear"):
    power = {"linear": 1.0, "sqrt": 0.5}.get(shape)
    if power is None:
        raise ValueError(shape)
    if step < warmup:
        return np.interp(step, [-1, warmup - 1], [0.0, peak])
    x = np.interp(step, [total - decay, total], [0.0, 1.0])
    return np.float64(lowest + (peak - lowest) * (1 - x**power))


def expected_loss_second_moments(rates, curvatures, noise, w0):
    square = w0**2
    losses = [0.5 * curvatures @ square]
    for lr in rates:
        square = (1 - lr * curvatures) ** 2 * square + lr**2 * noise
        losses.append(0.5 * curvatures @ square)
    return losses


def expected_loss_preallocated(rates, curvatures, noise, w0):
    losses = np.zeros(len(rates) + 1)
    for h, s, w in zip(curvatures, noise, w0):
        V = 0.0
        losses[0] += h * w * w / 2
        for i, a in enumerate(rates):
            w, V = w - a * h * w, V * (1 - a * h) ** 2 + a * a * s
            losses[i + 1] += h * (w * w + V) / 2
    return losses


def schedule_free_step_weights_written_out(x, z, t, grad_fn, lr, beta=0.9):
    y = z + beta * (x - z)
    new_z = z - lr * grad_fn(y)
    return [(1 - 1 / t) * x + new_z / t, new_z]


def schedule_free_step_in_place_on_copies(x, z, t, grad_fn, lr, beta=0.9):
    x, z = x.copy(), z.copy()
    z -= lr * grad_fn(beta * x + (1 - beta) * z)
    x *= (t - 1) / t
    x += z / t
    return x, z


def noise_scale_with_var(gradients):
    b = len(gradients)
    noise = np.var(gradients, axis=0, ddof=1).sum()
    square = (gradients.mean(axis=0) ** 2).sum() - noise / b
    return float("inf") if square <= 0 else noise / square


def noise_scale_from_the_squares(gradients):
    flat = np.array([g.ravel() for g in gradients])
    b = len(flat)
    mean = flat.sum(axis=0) / b
    S = 0.0
    for row in flat:
        S += (row - mean) @ (row - mean) / (b - 1)
    square = mean @ mean - S / b
    if square > 0:
        return S / square
    return np.inf


def stability_limit_by_cases(curvature, method, beta=0.0, divisor=1.0):
    steepest = np.max(curvature)
    if method == "gradient descent":
        return 2 / steepest
    if method == "momentum":
        return (2 + 2 * beta) / steepest
    if method == "nesterov":
        return (2 + 2 * beta) / (steepest + 2 * beta * steepest)
    if method == "averaging":
        return (2 + 2 * beta) / (1 - beta) / steepest
    if method == "adam":
        return (2 + 2 * beta) / (1 - beta) * divisor / steepest
    raise ValueError("unknown method")


def stability_limit_smallest_of_all(curvature, method, beta=0.0, divisor=1.0):
    limits = 2 / np.atleast_1d(curvature)
    if method == "momentum":
        limits = limits + beta * limits
    elif method == "nesterov":
        limits = limits * (1 - beta / (1 + 2 * beta))
    elif method in ("averaging", "adam"):
        limits = limits / (1 - beta) * (1 + beta) * (divisor if method == "adam" else 1)
    elif method != "gradient descent":
        raise ValueError("no such method")
    return limits.min()


STYLES = {
    "float32": with_arrays(np.float32),
    "long double": with_arrays(np.longdouble),
    "columns of a larger array": with_arrays(lambda a: np.repeat(a[..., None], 2, axis=-1)[..., 0]),
}
LISTS = ("lion_step", "adamw_step", "expected_loss", "newton_schulz")
DECOMPOSED = ("steepest_direction", "newton_schulz")  # numpy has no decomposition in long double
WAYS = {
    "steepest_direction": (steepest_direction_in_short, steepest_direction_shares_among_ties),
    "newton_schulz": (
        newton_schulz_transposes_tall_ones,
        newton_schulz_on_the_singular_values,
        newton_schulz_from_the_right,
    ),
    "muon_step": (muon_step_decay_first, muon_step_with_if),
    "lion_step": (lion_step_shrinks_first, lion_step_loops),
    "adamw_step": (adamw_step_shrinks_first, adamw_step_with_adam_step),
    "clip_by_global_norm": (clip_by_global_norm_in_one_vector, clip_by_global_norm_by_the_larger),
    "warmup_cosine": (warmup_cosine_by_the_square, warmup_cosine_with_math),
    "warmup_stable_decay": (warmup_stable_decay_by_cases, warmup_stable_decay_by_interpolation),
    "expected_loss": (expected_loss_second_moments, expected_loss_preallocated),
    "schedule_free_step": (schedule_free_step_weights_written_out, schedule_free_step_in_place_on_copies),
    "noise_scale": (noise_scale_with_var, noise_scale_from_the_squares),
    "stability_limit": (stability_limit_by_cases, stability_limit_smallest_of_all),
}


def _right(name):
    ways = {way.__name__.replace("_", " "): way for way in (getattr(reference, name), *WAYS[name])}
    answers = dict(ways)
    for style, changed in STYLES.items():
        if style != "long double" or name not in DECOMPOSED:
            answers |= {f"{way}, {style}": changed(answer) for way, answer in ways.items()}
    if name in LISTS:
        answers["lists"] = as_lists(getattr(reference, name))
    return answers


RIGHT = {name: _right(name) for name in WAYS}
