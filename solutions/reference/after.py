"""Methods that came after the lectures. They race, and no exercise asks for them yet."""

import numpy as np

from solutions.reference.adaptive import adam_step


def adamw_step(w, m, v, t, grad, lr=1e-3, decay=0.01, beta1=0.9, beta2=0.999, eps=1e-8):
    """Step t = 1, 2, … of AdamW (Loshchilov and Hutter 2019) as PyTorch and optax have it. Returns (w, m, v).

    Adam's step by the gradient alone, and the weights that came in shrink by lr·decay, whatever their gradients are.
    """
    moved, m, v = adam_step(w, m, v, t, grad, lr, beta1, beta2, eps)
    return moved - lr * decay * w, m, v


def lion_step(w, m, grad, lr=1e-4, decay=0.0, beta1=0.9, beta2=0.99):
    """Step of Lion (Chen et al. 2023, algorithm 2): a sign with a memory. Returns (w, m).

    The sign's mean forgets faster (beta1) than the one that is kept (beta2).
    """
    direction = np.sign(beta1 * m + (1 - beta1) * grad)
    return w - lr * (direction + decay * w), beta2 * m + (1 - beta2) * grad


def clip_by_global_norm(grads, max_norm):
    """The arrays `grads`, one long vector, cut to the length max_norm if it is longer (Pascanu et al. 2013).

    Returns (list of arrays, length before).
    """
    norm = np.sqrt(sum(np.sum(grad**2) for grad in grads))
    return [grad * (max_norm / norm) if norm > max_norm else grad for grad in grads], norm
