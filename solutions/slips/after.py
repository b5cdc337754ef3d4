"""Slips of the chapter after the lectures."""

import numpy as np

from ravine.course.slips import slip
from ravine.language import _
from solutions.reference.after import (
    adamw_step,
    clip_by_global_norm,
    lion_step,
    muon_step,
    newton_schulz,
    stability_limit,
    steepest_direction,
    warmup_cosine,
    warmup_stable_decay,
)

# --- steepest descent, Newton and Schulz, Muon


@slip(
    steepest_direction,
    _(
        "In the norm of the largest entry your d is Euclid's direction, grad over its length. There each entry may be "
        "as large as 1 by itself: the steepest way takes all of them whole, −sign(grad)."
    ),
)
def euclids_direction_for_max(grad, norm):
    d, dual = steepest_direction(grad, norm)
    return (-grad / (np.linalg.norm(grad) or 1) if norm == "max" else d), dual


_SCALES = {
    "sums": lambda G: np.abs(G).sum(axis=0).max() * np.abs(G).sum(axis=1).max(),
    "sum_of_a_row": lambda G: np.abs(G).sum(axis=1).max(),
    "sum_of_a_column": lambda G: np.abs(G).sum(axis=0).max(),
    "entry": lambda G: np.abs(G).max(),
    "nuclear": lambda G: np.linalg.svd(G, compute_uv=False).sum(),
    "squared": lambda G: np.sum(G**2),
}
_SCALED_BY = {
    "sums": _("the largest sum of a column times the largest of a row"),
    "sum_of_a_row": _("the largest sum of a row's sizes"),
    "sum_of_a_column": _("the largest sum of a column's sizes"),
    "entry": _("the size of the largest entry"),
    "nuclear": _("the sum of the singular values"),
    "squared": _("the square of the norm, without the root"),
}
for _name, _scale in _SCALES.items():

    @slip(
        newton_schulz,
        _("Before the first round you divide by {by}. Divided is by the norm ‖G‖ of all entries together, the root of "
          "the sum of their squares, plus eps.").format(by=_SCALED_BY[_name]),
        f"scaled_by_{_name}",
    )  # fmt: skip
    def _scaled(G, steps=5, coefficients=(3.4445, -4.7750, 2.0315), eps=1e-7, scale=_scale):
        a, b, c = coefficients
        X = G / (scale(G) + eps)
        for _round in range(steps):
            A = X @ X.T
            X = a * X + (b * A + c * A @ A) @ X
        return X


@slip(
    muon_step,
    _(
        "Two things. B gathers gradients and is no average: it has no factor 1 − β. And what is orthogonalised is B "
        "itself, without Nesterov's look ahead, grad + β·B with the renewed B."
    ),
)
def averaged_without_look_ahead(W, B, grad, orthogonalise, lr=0.02, beta=0.95, decay=0.0):
    B = beta * B + (1 - beta) * grad
    return _muon(W, orthogonalise(B), lr, decay), B


def _muon(W, turned, lr, decay):
    n_in, n_out = W.shape
    return W - lr * (np.sqrt(max(1, n_out / n_in)) * turned + decay * W)


# --- Lion and AdamW


@slip(
    lion_step,
    _(
        "The default of beta2 is 0.999 in yours, as Adam has it: Lion's is 0.99. Where it is left out, the memory "
        "changes ten times too slowly."
    ),
)
def beta2_of_adam(w, m, grad, lr=1e-4, decay=0.0, beta1=0.9, beta2=0.999):
    return lion_step(w, m, grad, lr, decay, beta1, beta2)


@slip(
    adamw_step,
    _(
        "Two things about the decay: it has the wrong sign, so that the weights grow, and it lacks the factor lr. They "
        "shrink by lr·decay·w."
    ),
)
def grows_without_lr(w, m, v, t, grad, lr=1e-3, decay=0.01, beta1=0.9, beta2=0.999, eps=1e-8):
    new, m, v = adamw_step(w, m, v, t, grad, lr, 0.0, beta1, beta2, eps)
    return new + decay * w, m, v


_SHARES_EXCHANGED = _(
    "β and 1 − β are exchanged throughout, in both averages and in their corrections: the new gradient gets the share "
    "β, the old average 1 − β. β is what is kept of the old, near 1."
)


@slip(adamw_step, _SHARES_EXCHANGED)
def shares_exchanged(w, m, v, t, grad, lr=1e-3, decay=0.01, beta1=0.9, beta2=0.999, eps=1e-8):
    return adamw_step(w, m, v, t, grad, lr, decay, 1 - beta1, 1 - beta2, eps)


@slip(
    adamw_step,
    _("The corrected averages come back as the state: the correction is for the step alone. Return m and v as before."),
)
def corrected_state(w, m, v, t, grad, lr=1e-3, decay=0.01, beta1=0.9, beta2=0.999, eps=1e-8):
    new, m, v = adamw_step(w, m, v, t, grad, lr, decay, beta1, beta2, eps)
    return new, m / (1 - beta1**t), v / (1 - beta2**t)


# --- clipping


def _length(grads):
    return np.sqrt(sum(np.sum(grad**2) for grad in grads))


@slip(
    clip_by_global_norm,
    _(
        "Squared twice: you square the sum of each array's squares once more before you add them. Sum the squares of "
        "all entries, and take the root once, at the end."
    ),
)
def squares_of_squares(grads, max_norm):
    norm = np.sqrt(sum(np.sum(grad**2) ** 2 for grad in grads))
    return [grad * (max_norm / norm) if norm > max_norm else grad for grad in grads], norm


for _number in (1e-10, 1e-9, 1e-8, 1e-7, 1e-5):  # 1e-6 has a name, and less is not to be seen

    @slip(
        clip_by_global_norm,
        _("The small number added to the norm, {number}, takes too much off: where gradients and their bound are not "
          "much larger, they are cut shorter than max_norm. A norm above max_norm is never 0.").format(number=_number),
        f"norm_plus_{_number}",
    )  # fmt: skip
    def _plus(grads, max_norm, number=_number):
        scale = min(1.0, max_norm / (_length(grads) + number))
        return [grad * scale for grad in grads], _length(grads)


# --- schedules


@slip(
    warmup_stable_decay,
    _(
        "The fall is divided by `total`: it lasts `decay` steps, so that x is 1 at its end. Yours stops high above "
        "lowest, and leaps down at the end."
    ),
)
def fall_by_total(step, peak, warmup, decay, total, lowest=0.0, shape="linear"):
    x = 1 if step >= total else max(0, step - (total - decay)) / total
    return _rate(step, peak, warmup, lowest, x, shape)


@slip(
    warmup_stable_decay,
    _(
        "The fall is divided by `total`: it lasts `decay` steps, so that x is 1 at its end, and from there on. Yours "
        "never reaches lowest at step `total`."
    ),
)
def fall_by_total_throughout(step, peak, warmup, decay, total, lowest=0.0, shape="linear"):
    return _rate(step, peak, warmup, lowest, min(1, max(0, step - (total - decay)) / total), shape)


_WITHOUT_WARM_UP = _("Without a warm-up, warmup = 0, you return {what} at every step. Only the rise is left out then.")
for _name, _what in (("lowest", _("the lowest rate")), ("peak", _("the peak"))):

    @slip(warmup_stable_decay, _WITHOUT_WARM_UP.format(what=_what), f"{_name}_without_warm_up")
    def _stays(step, peak, warmup, decay, total, lowest=0.0, shape="linear", stays=_name):
        x = min(1, max(0, step - (total - decay)) / decay)
        rate = _rate(step, peak, warmup, lowest, x, shape)
        return rate if warmup else {"lowest": lowest, "peak": peak}[stays]

    @slip(warmup_cosine, _WITHOUT_WARM_UP.format(what=_what), f"{_name}_without_warm_up")
    def _stays_at(step, peak, warmup, total, lowest=0.0, stays=_name):
        return warmup_cosine(step, peak, warmup, total, lowest) if warmup else {"lowest": lowest, "peak": peak}[stays]


def _rate(step, peak, warmup, lowest, x, shape):
    power = {"linear": 1, "sqrt": 0.5}
    if shape not in power:
        raise ValueError(shape)
    return peak * (step + 1) / warmup if step < warmup else lowest + (peak - lowest) * (1 - x ** power[shape])


@slip(
    warmup_cosine,
    _(
        "Your steps count from 1: the warm-up has step/warmup, and step 0 is taken for step 1, so that the second step "
        "repeats the first. They count from 0: (step + 1)/warmup."
    ),
)
def counts_from_one(step, peak, warmup, total, lowest=0.0):
    s = min(max(step, 1), total)
    if warmup and s <= warmup:
        return peak * s / warmup
    return lowest + (peak - lowest) * (1 + np.cos(np.pi * (s - warmup) / (total - warmup))) / 2


# --- the edge of stability

_CURVATURES = {
    "norm": np.linalg.norm,
    "sum": np.sum,
    "mean": np.mean,
    "last": lambda curvature: np.ravel(curvature)[-1],
}
_TAKEN = {
    "norm": _("the norm of all curvatures, the root of the sum of their squares"),
    "sum": _("the sum of all curvatures"),
    "mean": _("the mean of the curvatures"),
    "last": _("the last of the curvatures"),
}
for _name, _taken in _CURVATURES.items():

    @slip(
        stability_limit,
        _("You divide by {taken}. The first direction in which a method leaves is the steepest: divide by the largest "
          "of the curvatures.").format(taken=_TAKEN[_name]),
        f"{_name}_for_largest",
    )  # fmt: skip
    def _by_another(curvature, method, beta=0.0, divisor=1.0, taken=_taken):
        return stability_limit(taken(curvature), method, beta, divisor)


# --- more of Lion, clipping and the schedules


@slip(lion_step, _("The memory takes in the sign by which you step. It averages the gradients themselves."))
def sign_remembered(w, m, grad, lr=1e-4, decay=0.0, beta1=0.9, beta2=0.99):
    direction = np.sign(beta1 * m + (1 - beta1) * grad)
    return w - lr * (direction + decay * w), beta2 * m + (1 - beta2) * direction


@slip(
    lion_step, _("The memory is renewed twice: the sign's own mean goes into it. It keeps the old m and the gradient.")
)
def memory_of_the_mean(w, m, grad, lr=1e-4, decay=0.0, beta1=0.9, beta2=0.99):
    mean = beta1 * m + (1 - beta1) * grad
    return w - lr * (np.sign(mean) + decay * w), beta2 * mean + (1 - beta2) * grad


_LENGTHS = {
    "mean": lambda grads: np.sqrt(np.mean(np.concatenate([g.ravel() for g in grads]) ** 2)),
    "largest": lambda grads: max(np.linalg.norm(g) for g in grads),
    "first": lambda grads: np.linalg.norm(grads[0]),
    "mean_of_norms": lambda grads: np.mean([np.linalg.norm(g) for g in grads]),
}
_MEASURED = {
    "mean": _("the root of the mean of all squares; it is that of their sum"),
    "largest": _("the length of the longest array; it is that of all arrays as one vector"),
    "first": _("the length of the first array; it is that of all arrays as one vector"),
    "mean_of_norms": _("the mean of the arrays' lengths; it is the length of all arrays as one vector"),
}
for _name, _measure in _LENGTHS.items():

    @slip(clip_by_global_norm, _("Your norm is {what}.").format(what=_MEASURED[_name]), f"norm_is_{_name}")
    def _other_norm(grads, max_norm, measure=_measure):
        norm = measure(grads)
        return [grad * (max_norm / norm) if norm > max_norm else grad for grad in grads], norm


@slip(warmup_stable_decay, _("The fall is exponential, peak·(lowest/peak)ˣ; a straight line is asked for, or 1 − √x."))
def exponential_fall(step, peak, warmup, decay, total, lowest=0.0, shape="linear"):
    x = min(1, max(0, step - (total - decay)) / decay)
    return _rate(step, peak, warmup, 0.0, 0, shape) * (1 if step < warmup else (lowest / peak) ** x)


for _name, _last, _words in (
    ("zero", lambda peak, lowest: 0.0, _("From step `total` on you return 0: the rate stays at lowest there.")),
    ("peak", lambda peak, lowest: peak, _("From step `total` on you return the peak: the rate stays at lowest there.")),
):

    @slip(warmup_stable_decay, _words, f"{_name}_at_the_end")
    def _ends_at(step, peak, warmup, decay, total, lowest=0.0, shape="linear", last=_last):
        rate = warmup_stable_decay(step, peak, warmup, decay, total, lowest, shape)
        return last(peak, lowest) if step >= total else rate
