"""After Adam: chapter 8."""

# ruff: noqa: F811
import numpy as np

from tests.corpus import mistake


def _steepest(grad, norm, changed):
    """The right direction and dual, except in the norms of `changed`."""
    if norm in changed:
        return changed[norm](grad)
    if norm == "euclid":
        dual = np.linalg.norm(grad)
        return -grad / (dual or 1), dual
    if norm == "max":
        return -np.sign(grad), np.abs(grad).sum()
    if norm == "one":
        at = np.unravel_index(np.abs(grad).argmax(), grad.shape)
        d = np.zeros_like(grad)
        d[at] = -np.sign(grad[at])
        return d, np.abs(grad[at])
    if norm == "spectral":
        U, s, Vt = np.linalg.svd(grad, full_matrices=False)
        return -(U * (s > 0)) @ Vt, s.sum()
    raise ValueError(f"no norm {norm}")


@mistake("github: cleverhans-lab/cleverhans#828", "one|largest|entry|single")
def steepest_direction(grad, norm):
    return _steepest(grad, norm, {"one": lambda g: (-g / (np.abs(g).sum() or 1), np.abs(g).max())})


@mistake("github: cleverhans-lab/cleverhans#701", "max|sign")
def steepest_direction(grad, norm):
    return _steepest(grad, norm, {"max": lambda g: (-g / (np.abs(g).max() or 1), np.abs(g).sum())})


@mistake("github: jeromerony/adversarial-library#4", "max|sign|length")
def steepest_direction(grad, norm):
    return _steepest(grad, norm, {"max": lambda g: (-g / (np.linalg.norm(g) or 1), np.abs(g).sum())})


def _rounds(X, steps, coefficients):
    a, b, c = coefficients
    for _round in range(steps):
        A = X @ X.T
        X = a * X + (b * A + c * A @ A) @ X
    return X


@mistake("github: NVIDIA-NeMo/Emerging-Optimizers#229", "ε|eps|added")
def newton_schulz(G, steps=5, coefficients=(3.4445, -4.7750, 2.0315), eps=1e-7):
    return _rounds(G / max(np.linalg.norm(G), eps), steps, coefficients)


@mistake("github: mlpen/Nystromformer#6", "norm|‖|scal|divid")
def newton_schulz(G, steps=5, coefficients=(3.4445, -4.7750, 2.0315), eps=1e-7):
    size = np.abs(G)
    return _rounds(G / (size.sum(axis=0).max() * size.sum(axis=1).max() + eps), steps, coefficients)


@mistake("github: tinygrad/tinygrad#17709", "decay|shrink")
def muon_step(W, B, grad, orthogonalise, lr=0.02, beta=0.95, decay=0.0):
    n_in, n_out = W.shape
    B = beta * B + grad
    decayed = W - lr * decay * W
    step = np.sqrt(max(1, n_out / n_in)) * orthogonalise(grad + beta * B)
    return W - lr * step.astype(decayed.dtype), B


@mistake("github: zichongli5/NorMuon#5", "average|look|1 − β|Nesterov|two things")
def muon_step(W, B, grad, orthogonalise, lr=0.02, beta=0.95, decay=0.0):
    n_in, n_out = W.shape
    B = beta * B + (1 - beta) * grad
    step = np.sqrt(max(1, n_out / n_in)) * orthogonalise(B)
    return W - lr * (step + decay * W), B


@mistake("github: bitsandbytes-foundation/bitsandbytes#1992", "sign|inside|gradient")
def lion_step(w, m, grad, lr=1e-4, decay=0.0, beta1=0.9, beta2=0.99):
    grad = grad + decay * w
    direction = np.sign(beta1 * m + (1 - beta1) * grad)
    return w - lr * direction, beta2 * m + (1 - beta2) * grad


@mistake("github: FluxML/Optimisers.jl#129", "default|0\\.99|beta2|left out")
def lion_step(w, m, grad, lr=1e-4, decay=0.0, beta1=0.9, beta2=0.999):
    direction = np.sign(beta1 * m + (1 - beta1) * grad)
    return w - lr * (direction + decay * w), beta2 * m + (1 - beta2) * grad


def _adam(m, v, t, grad, beta1, beta2, eps):
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad**2
    return m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + eps), m, v


@mistake("github: tensorflow/addons#2282", "lr|rate")
def adamw_step(w, m, v, t, grad, lr=1e-3, decay=0.01, beta1=0.9, beta2=0.999, eps=1e-8):
    step, m, v = _adam(m, v, t, grad, beta1, beta2, eps)
    return w - decay * w - lr * step, m, v


@mistake("github: bitsandbytes-foundation/bitsandbytes#2010", "after|before|came in|old|order")
def adamw_step(w, m, v, t, grad, lr=1e-3, decay=0.01, beta1=0.9, beta2=0.999, eps=1e-8):
    step, m, v = _adam(m, v, t, grad, beta1, beta2, eps)
    w = w - lr * step
    return w * (1 - lr * decay), m, v


@mistake("github: anhquan0412/basic_model_scratch#2", "gradient|Adam")
def adamw_step(w, m, v, t, grad, lr=1e-3, decay=0.01, beta1=0.9, beta2=0.999, eps=1e-8):
    step, m, v = _adam(m, v, t, grad + decay * w, beta1, beta2, eps)
    return w - lr * step, m, v


@mistake("github: egg-west/AdamW-pytorch#1", "grow|sign|plus|shrink|two things|lr|rate")
def adamw_step(w, m, v, t, grad, lr=1e-3, decay=0.01, beta1=0.9, beta2=0.999, eps=1e-8):
    step, m, v = _adam(m, v, t, grad, beta1, beta2, eps)
    return w + (w * decay - lr * step), m, v


@mistake("github: carpedm20/MemN2N-tensorflow#19", "each|alone|together|own")
def clip_by_global_norm(grads, max_norm):
    lengths = [np.linalg.norm(g) for g in grads]
    clipped = [g * (max_norm / size) if size > max_norm else g for g, size in zip(grads, lengths)]
    return clipped, np.sqrt(sum(size**2 for size in lengths))


@mistake("github: paiml/entrenar#311 (per block)", "square|root|power")
def clip_by_global_norm(grads, max_norm):
    total = 0.0
    for g in grads:
        squared = np.sum(g**2)
        total += squared * squared
    norm = np.sqrt(total)
    return [g * (max_norm / norm) if norm > max_norm else g for g in grads], norm


@mistake("github: paiml/entrenar#311 (head)", "root|square")
def clip_by_global_norm(grads, max_norm):
    norm = sum(np.sum(g**2) for g in grads)
    return [g * (max_norm / norm) if norm > max_norm else g for g in grads], norm


@mistake("github: apache/mxnet#9291", "1e-8|ε|eps|small|added")
def clip_by_global_norm(grads, max_norm):
    norm = np.sqrt(sum(np.dot(g.ravel(), g.ravel()) for g in grads))
    scale = max_norm / (norm + 1e-8)
    return [g * scale if scale < 1.0 else g for g in grads], norm


@mistake("github: huggingface/pytorch-image-models#1242", "warm")
def warmup_cosine(step, peak, warmup, total, lowest=0.0):
    if step < warmup:
        return peak * (step + 1) / warmup
    return lowest + (peak - lowest) * (1 + np.cos(np.pi * min(1, step / total))) / 2


@mistake("github: deepspeedai/DeepSpeed#5287", "first|step \\+ 1|at 0|from 0|zero")
def warmup_cosine(step, peak, warmup, total, lowest=0.0):
    if step < warmup:
        return peak * step / warmup
    x = min(1, (step - warmup) / (total - warmup))
    return lowest + (peak - lowest) * (1 + np.cos(np.pi * x)) / 2


def _stable(step, peak, warmup, lowest, x, shape):
    if shape not in ("linear", "sqrt"):
        raise ValueError(f"no shape {shape}")
    if step < warmup:
        return peak * (step + 1) / warmup
    return lowest + (peak - lowest) * (1 - (x if shape == "linear" else np.sqrt(x)))


@mistake("github: invergent-ai/surogate#32", "fall|decay|plateau|constant|never|end")
def warmup_stable_decay(step, peak, warmup, decay, total, lowest=0.0, shape="linear"):
    return _stable(step, peak, warmup, lowest, 0.0, shape)


@mistake("github: facebookresearch/lingua#72", "`decay`|`total`|fall")
def warmup_stable_decay(step, peak, warmup, decay, total, lowest=0.0, shape="linear"):
    if step >= total:
        return _stable(step, peak, warmup, lowest, 1.0, shape)
    return _stable(step, peak, warmup, lowest, max(0, step - (total - decay)) / total, shape)


@mistake("github: kozistr/pytorch_optimizer#382", "cosine|sqrt|√|line")
def warmup_stable_decay(step, peak, warmup, decay, total, lowest=0.0, shape="linear"):
    x = min(1, max(0, step - (total - decay)) / decay)
    return _stable(step, peak, warmup, lowest, (1 - np.cos(np.pi * x)) / 2, "linear" if shape == "sqrt" else shape)


@mistake("github: mlc-ai/pith-train#55", "warm")
def warmup_stable_decay(step, peak, warmup, decay, total, lowest=0.0, shape="linear"):
    if warmup == 0:
        return lowest
    return _stable(step, peak, warmup, lowest, min(1, max(0, step - (total - decay)) / decay), shape)


def _losses(rates, curvatures, w0, noisy):
    mean, variance = w0, np.zeros_like(w0)
    losses = [np.sum(curvatures * mean**2) / 2]
    for lr in rates:
        shrink = 1 - lr * curvatures
        mean, variance = shrink * mean, shrink**2 * variance + noisy(lr)
        losses.append(np.sum(curvatures * (mean**2 + variance)) / 2)
    return np.array(losses)


@mistake("github: google-deepmind/optax#281", "variance|square|deviation")
def expected_loss(rates, curvatures, noise, w0):
    return _losses(rates, curvatures, w0, lambda lr: lr**2 * noise**2)


@mistake("github: PX4/PX4-Autopilot#16016", "square|lr²|α²|η²|rate|`lr`")
def expected_loss(rates, curvatures, noise, w0):
    return _losses(rates, curvatures, w0, lambda lr: lr * noise)


@mistake("github: HomebrewML/HeavyBall#13", "weight|average|mean|1/t|exchang")
def schedule_free_step(x, z, t, grad_fn, lr, beta=0.9):
    z = z - lr * grad_fn((1 - beta) * z + beta * x)
    return z + (x - z) / t, z


@mistake("github: simon-larsson/keras-swa#10", "1/t|t \\+ 1|average|mean|weight|count")
def schedule_free_step(x, z, t, grad_fn, lr, beta=0.9):
    z = z - lr * grad_fn((1 - beta) * z + beta * x)
    return (x * t + z) / (t + 1), z


@mistake("github: bheisler/criterion.rs#478", "− 1|unbiased|degrees|divid")
def noise_scale(gradients):
    b = len(gradients)
    flat = gradients.reshape(b, -1)
    noise = np.sum((flat - flat.mean(axis=0)) ** 2) / b
    signal = np.sum(flat.mean(axis=0) ** 2) - noise / b
    return noise / signal if signal > 0 else np.inf


@mistake("github: shap/shap#4843", "√|root|noise in the mean|left in")
def noise_scale(gradients):
    b = len(gradients)
    flat = gradients.reshape(b, -1)
    noise = np.sum((flat - flat.mean(axis=0)) ** 2) / (b - 1)
    signal = np.sum(flat.mean(axis=0) ** 2) - noise / np.sqrt(b)
    return noise / signal if signal > 0 else np.inf


def _factor(method, beta, divisor, nesterov):
    factors = {
        "gradient descent": 1,
        "momentum": 1 + beta,
        "nesterov": nesterov,
        "averaging": (1 + beta) / (1 - beta),
        "adam": divisor * (1 + beta) / (1 - beta),
    }
    if method not in factors:
        raise ValueError(f"no method {method}")
    return factors[method]


@mistake("github: mlpack/mlpack#1279", "[Nn]esterov")
def stability_limit(curvature, method, beta=0.0, divisor=1.0):
    return 2 * _factor(method, beta, divisor, 1 + beta) / np.max(curvature)


@mistake("github: cvxgrp/nonexp_global_aa1#1", "largest|norm")
def stability_limit(curvature, method, beta=0.0, divisor=1.0):
    return 2 * _factor(method, beta, divisor, (1 + beta) / (1 + 2 * beta)) / np.linalg.norm(curvature)


@mistake("github: HomebrewML/HeavyBall#67", "mean|root|number of")
def clip_by_global_norm(grads, max_norm):
    norm = np.sqrt(sum(np.sum(g**2) for g in grads) / sum(g.size for g in grads))
    return [g * (max_norm / norm) if norm > max_norm else g for g in grads], norm


@mistake("github: ooples/AiDotNet.Tensors#349", "step \\+ 1|late|one step|from 1|counts?")
def warmup_cosine(step, peak, warmup, total, lowest=0.0):
    s = 1 if step < 1 else min(step, total)
    if warmup > 0 and s <= warmup:
        return peak * s / warmup
    return lowest + (peak - lowest) * 0.5 * (1 + np.cos(np.pi * (s - warmup) / max(total - warmup, 1)))


@mistake("github: facebookresearch/ParlAI#4384", "fall|cosine|never|constant|stay|after the warm")
def warmup_cosine(step, peak, warmup, total, lowest=0.0):
    if step < warmup or peak < 1:
        return peak * min(1, (step + 1) / warmup) if warmup else peak
    x = min(1, (step - warmup) / (total - warmup))
    return lowest + (peak - lowest) * (1 + np.cos(np.pi * x)) / 2
