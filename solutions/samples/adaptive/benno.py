# Mistakes of several kinds: rprop_step first_step_bounded, ema only_the_last, adam_step given_state_ignored, radam_step v_not_corrected.

# %% sign_step
def sign_step(w, grad, lr):
    return w - lr * np.sign(grad)

# %% rprop_step
def rprop_step(w, step, grad, previous_grad, up=1.2, down=0.6, smallest=1e-6, largest=50.0):
    if previous_grad is not None:
        step = np.where(grad * previous_grad > 0, step * up, step * down)
    step = np.clip(step, smallest, largest)
    return w - step * np.sign(grad), step

# %% normalised_step
def normalised_step(w, grad, lr):
    size = np.linalg.norm(grad)
    if size == 0:
        return w
    return w - lr * grad / size

# %% ema
def ema(x, beta, corrected=False):
    m = 0
    for value in x:
        m = beta * m + (1 - beta) * value
    if corrected:
        m = m / (1 - beta ** len(x))
    return m

# %% adagrad_step
def adagrad_step(w, g2, grad, lr, eps=1e-8):
    g2 = g2 + grad ** 2
    w = w - lr * grad / np.sqrt(g2 + eps)
    return w, g2

# %% rmsprop_step
def rmsprop_step(w, g2, grad, lr, rho=0.9, eps=1e-8):
    g2 = rho * g2 + (1 - rho) * grad ** 2
    w = w - lr * grad / np.sqrt(g2 + eps)
    return w, g2

# %% adadelta_step
def adadelta_step(w, g2, d2, grad, rho=0.9, eps=1e-6):
    g2 = rho * g2 + (1 - rho) * grad ** 2
    delta = -np.sqrt(d2 + eps) / np.sqrt(g2 + eps) * grad
    d2 = rho * d2 + (1 - rho) * delta ** 2
    return w + delta, g2, d2

# %% adam_step
def adam_step(w, m, v, t, grad, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = np.zeros(w.shape)
    v = np.zeros(w.shape)
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad ** 2
    m_hat = m / (1 - beta1 ** t)
    v_hat = v / (1 - beta2 ** t)
    w = w - lr * m_hat / (np.sqrt(v_hat) + eps)
    return w, m, v

# %% adamax_step
def adamax_step(w, m, u, t, grad, lr=2e-3, beta1=0.9, beta2=0.999):
    m = beta1 * m + (1 - beta1) * grad
    u = np.maximum(beta2 * u, np.abs(grad))
    move = np.zeros(m.shape)
    moving = u > 0
    move[moving] = m[moving] / u[moving]
    return w - lr / (1 - beta1 ** t) * move, m, u

# %% nadam_step
def nadam_step(w, m, v, t, grad, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad ** 2
    m_hat = beta1 * m / (1 - beta1 ** (t + 1)) + (1 - beta1) * grad / (1 - beta1 ** t)
    v_hat = v / (1 - beta2 ** t)
    w = w - lr * m_hat / (np.sqrt(v_hat) + eps)
    return w, m, v

# %% radam_step
def radam_step(w, m, v, t, grad, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad ** 2
    m_hat = m / (1 - beta1 ** t)
    rho_inf = 2 / (1 - beta2) - 1
    rho = rho_inf - 2 * t * beta2 ** t / (1 - beta2 ** t)
    if rho > 4:
        r = np.sqrt((rho - 4) * (rho - 2) * rho_inf / ((rho_inf - 4) * (rho_inf - 2) * rho))
        v_hat = v
        return w - lr * r * m_hat / (np.sqrt(v_hat) + eps), m, v
    return w - lr * m_hat, m, v

# %% bias
# 1) m1 = (1-b) g1, m2 = (1-b)(b g1 + g2), m3 = (1-b)(b^2 g1 + b g2 + g3), ..., m_t = (1-b) sum_{i=1}^t b^(t-i) g_i.
#
# 2) The expectation is linear, every g_i has mu: E m_t = mu (1-b)(1 + b + ... + b^(t-1)) = mu (1 - b^t).
#
# 3) Divide by 1 - b^t. For b = 0.999 and t = 10 that is 0.00996, so m is 99 % too small.
#
# 4) 0.1 / sqrt(0.001) = 3.16 times alpha. v is too small by a factor 1000, its root by 32, m only by 10.
