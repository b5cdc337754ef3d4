# Mistakes of several kinds: rprop_step takes_the_step_back, normalised_step row_by_row, ema correction_fed_back, adadelta_step step_not_squared, adam_step mean_squared, adamax_step maximum_over_weights, nadam_step dozats_schedule, radam_step rests_at_first.

# %% sign_step
def sign_step(w, grad, lr):
    up = (grad < 0).astype(float)
    down = (grad > 0).astype(float)
    return w + lr * (up - down)

# %% rprop_step
def rprop_step(w, step, grad, previous_grad, up=1.2, down=0.6, smallest=1e-6, largest=50.0):
    if previous_grad is None:
        return w - step * np.sign(grad), step
    product = grad * previous_grad
    new_step = np.clip(np.where(product > 0, step * up, step * down), smallest, largest)
    back = w + step * np.sign(previous_grad)
    return np.where(product < 0, back, w - new_step * np.sign(grad)), new_step

# %% normalised_step
def normalised_step(w, grad, lr):
    size = np.sqrt(np.sum(grad ** 2, axis=-1, keepdims=True))
    size[size == 0] = 1
    return w - lr * grad / size

# %% ema
def ema(x, beta, corrected=False):
    m = np.zeros(x.shape[1:])
    result = np.zeros(x.shape)
    for t in range(len(x)):
        m = beta * m + (1 - beta) * x[t]
        if corrected:
            m = m / (1 - beta ** (t + 1))
        result[t] = m
    return result

# %% adagrad_step
def adagrad_step(w, g2, grad, lr, eps=1e-8):
    total = g2 + grad * grad
    return w - lr * (total + eps) ** -0.5 * grad, total

# %% rmsprop_step
def rmsprop_step(w, g2, grad, lr, rho=0.9, eps=1e-8):
    g2 = g2 + (1 - rho) * (grad * grad - g2)
    return w - lr * (g2 + eps) ** -0.5 * grad, g2

# %% adadelta_step
def adadelta_step(w, g2, d2, grad, rho=0.9, eps=1e-6):
    g2 = rho * g2 + (1 - rho) * grad ** 2
    delta = -np.sqrt(d2 + eps) / np.sqrt(g2 + eps) * grad
    d2 = rho * d2 + (1 - rho) * delta
    return w + delta, g2, d2

# %% adam_step
def adam_step(w, m, v, t, grad, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * m ** 2
    m_hat = m / (1 - beta1 ** t)
    v_hat = v / (1 - beta2 ** t)
    w = w - lr * m_hat / (np.sqrt(v_hat) + eps)
    return w, m, v

# %% adamax_step
def adamax_step(w, m, u, t, grad, lr=2e-3, beta1=0.9, beta2=0.999):
    m = beta1 * m + (1 - beta1) * grad
    u = np.maximum(beta2 * u, np.abs(grad).max())
    move = np.zeros(m.shape)
    moving = u > 0
    move[moving] = m[moving] / u[moving]
    return w - lr / (1 - beta1 ** t) * move, m, u

# %% nadam_step
def nadam_step(w, m, v, t, grad, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    mu = [beta1 * (1 - 0.5 * 0.96 ** (i / 250)) for i in range(1, t + 2)]
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad ** 2
    m_hat = mu[t] * m / (1 - np.prod(mu)) + (1 - mu[t - 1]) * grad / (1 - np.prod(mu[:t]))
    v_hat = v / (1 - beta2 ** t)
    return w - lr * m_hat / (np.sqrt(v_hat) + eps), m, v

# %% radam_step
def radam_step(w, m, v, t, grad, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad ** 2
    m_hat = m / (1 - beta1 ** t)
    rho_inf = 2 / (1 - beta2) - 1
    rho = rho_inf - 2 * t * beta2 ** t / (1 - beta2 ** t)
    if rho > 4:
        r = np.sqrt((rho - 4) * (rho - 2) * rho_inf / ((rho_inf - 4) * (rho_inf - 2) * rho))
        v_hat = v / (1 - beta2 ** t)
        return w - lr * r * m_hat / (np.sqrt(v_hat) + eps), m, v
    return w, m, v

# %% bias
# $E m_t = (1-\beta^t)\mu$ because the weights sum to $1-\beta^t$. So divide by that; the error is 99 %.
#
# The first step is 3.16 α.
