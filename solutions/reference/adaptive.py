"""From RProp to Adam: every weight gets a step length of its own.

State goes in and comes out; squares, roots and quotients of arrays act on each weight alone.
"""

import numpy as np


def sign_step(w, grad, lr):
    """A step of the same length for every weight: w ← w − lr·sign(grad), with sign(0) = 0."""
    return w - lr * np.sign(grad)


def rprop_step(w, step, grad, previous_grad, up=1.2, down=0.6, smallest=1e-6, largest=50.0):
    """One step of RProp (Riedmiller and Braun 1993) with the factors of the lecture P4.

    ``step`` holds each weight's step length. It grows where the gradient kept its sign and shrinks elsewhere.
    At the first step, ``previous_grad=None``, it stays as it is. Returns (w, step).
    """
    if previous_grad is not None:
        factor = np.where(grad * previous_grad > 0, up, down)
        step = np.clip(step * factor, smallest, largest)
    return w - step * np.sign(grad), step


def normalised_step(w, grad, lr):
    """A step of length lr down the gradient: w ← w − lr·grad/‖grad‖; a zero gradient moves nothing."""
    length = np.linalg.norm(grad)
    return w - lr * grad / length if length > 0 else w


def ema(x, beta, corrected=False):
    """The exponential moving average m_t = βm_{t−1} + (1−β)x_t of x_1, x_2, … (first axis), with m_0 = 0.

    ``corrected``: divided by the sum 1−βᵗ of its weights (Kingma and Ba 2015, section 3). Returns the shape of x.
    """
    m, averages = 0.0, []
    for t, value in enumerate(x, start=1):
        m = beta * m + (1 - beta) * value
        averages.append(m / (1 - beta**t) if corrected else m)
    return np.array(averages)


def adagrad_step(w, g2, grad, lr, eps=1e-8):
    """One step of Adagrad (Duchi, Hazan and Singer 2011); g2 sums the squared gradients. Returns (w, g2)."""
    g2 = g2 + grad**2
    return w - lr * grad / np.sqrt(g2 + eps), g2


def rmsprop_step(w, g2, grad, lr, rho=0.9, eps=1e-8):
    """One step of RMSprop (Tieleman and Hinton 2012); g2 averages the squared gradients. Returns (w, g2)."""
    g2 = rho * g2 + (1 - rho) * grad**2
    return w - lr * grad / np.sqrt(g2 + eps), g2


def adadelta_step(w, g2, d2, grad, rho=0.9, eps=1e-6):
    """One step of Adadelta (Zeiler 2012, algorithm 1); d2 averages the squared steps. Returns (w, g2, d2)."""
    g2 = rho * g2 + (1 - rho) * grad**2
    delta = -np.sqrt(d2 + eps) / np.sqrt(g2 + eps) * grad
    d2 = rho * d2 + (1 - rho) * delta**2
    return w + delta, g2, d2


def adam_step(w, m, v, t, grad, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    """Step t = 1, 2, … of Adam (Kingma and Ba 2015, algorithm 1). Returns (w, m, v)."""
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    return w - lr * m_hat / (np.sqrt(v_hat) + eps), m, v


def adamax_step(w, m, u, t, grad, lr=2e-3, beta1=0.9, beta2=0.999):
    """Step t = 1, 2, … of Adamax (Kingma and Ba 2015, algorithm 2). Returns (w, m, u).

    A weight that has never had a gradient, u = 0, stays where it is.
    """
    m = beta1 * m + (1 - beta1) * grad
    u = np.maximum(beta2 * u, np.abs(grad))
    direction = np.divide(m, u, out=np.zeros_like(m), where=u > 0)
    return w - lr / (1 - beta1**t) * direction, m, u


def nadam_step(w, m, v, t, grad, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    """Step t = 1, 2, … of Nadam (Dozat 2016) with a constant β₁. Returns (w, m, v)."""
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad**2
    m_hat = beta1 * m / (1 - beta1 ** (t + 1)) + (1 - beta1) * grad / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    return w - lr * m_hat / (np.sqrt(v_hat) + eps), m, v


def radam_step(w, m, v, t, grad, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    """Step t = 1, 2, … of RAdam (Liu et al. 2020, algorithm 2). Returns (w, m, v)."""
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad**2
    m_hat = m / (1 - beta1**t)
    rho_inf = 2 / (1 - beta2) - 1
    rho = rho_inf - 2 * t * beta2**t / (1 - beta2**t)
    if rho <= 4:
        return w - lr * m_hat, m, v
    r = np.sqrt((rho - 4) * (rho - 2) * rho_inf / ((rho_inf - 4) * (rho_inf - 2) * rho))
    v_hat = v / (1 - beta2**t)
    return w - lr * r * m_hat / (np.sqrt(v_hat) + eps), m, v
