# Mistakes of several kinds: rprop_step gradient_size_kept, ema along_the_last_axis.

# %% sign_step
def sign_step(w, grad, lr):
    up = (grad < 0).astype(float)
    down = (grad > 0).astype(float)
    return w + lr * (up - down)

# %% rprop_step
def rprop_step(w, step, grad, previous_grad, up=1.2, down=0.6, smallest=1e-6, largest=50.0):
    if previous_grad is not None:
        same = grad * previous_grad > 0
        step = np.where(same, step * up, step * down)
        step = np.clip(step, smallest, largest)
    return w - step * grad, step

# %% normalised_step
def normalised_step(w, grad, lr):
    largest = np.max(np.abs(grad))
    if largest == 0:
        return w
    direction = grad / largest
    return w - lr / np.sqrt(np.sum(direction ** 2)) * direction

# %% ema
def ema(x, beta, corrected=False):
    result = np.zeros(x.shape)
    m = np.zeros(x.shape[:-1])
    for t in range(x.shape[-1]):
        m = beta * m + (1 - beta) * x[..., t]
        result[..., t] = m / (1 - beta ** (t + 1)) if corrected else m
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
    g2 = g2 + (1 - rho) * (grad * grad - g2)
    step = grad * np.sqrt((d2 + eps) / (g2 + eps))
    return w - step, g2, d2 + (1 - rho) * (step * step - d2)

# %% adam_step
def adam_step(w, m, v, t, grad, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = m + (1 - beta1) * (grad - m)
    v = v + (1 - beta2) * (grad * grad - v)
    c = np.sqrt(1 - beta2 ** t)
    return w - lr * c / (1 - beta1 ** t) * m / (np.sqrt(v) + c * eps), m, v

# %% adamax_step
def adamax_step(w, m, u, t, grad, lr=2e-3, beta1=0.9, beta2=0.999):
    m = m + (1 - beta1) * (grad - m)
    u = np.where(np.abs(grad) > beta2 * u, np.abs(grad), beta2 * u)
    return w - lr * m / ((1 - beta1 ** t) * np.where(u == 0, 1, u)), m, u

# %% nadam_step
def nadam_step(w, m, v, t, grad, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = m + (1 - beta1) * (grad - m)
    v = v + (1 - beta2) * (grad * grad - v)
    c = np.sqrt(1 - beta2 ** t)
    ahead = beta1 * m / (1 - beta1 ** (t + 1)) + (1 - beta1) / (1 - beta1 ** t) * grad
    return w - lr * c * ahead / (np.sqrt(v) + c * eps), m, v

# %% radam_step
def radam_step(w, m, v, t, grad, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = m + (1 - beta1) * (grad - m)
    v = v + (1 - beta2) * (grad * grad - v)
    m_hat = m / (1 - beta1 ** t)
    limit = (1 + beta2) / (1 - beta2)
    rho = limit - 2 * t / (beta2 ** -t - 1)
    if rho <= 4:
        return w - lr * m_hat, m, v
    uncertainty = lambda n: n / ((n - 2) * (n - 4))
    r = np.sqrt(uncertainty(limit) / uncertainty(rho))
    return w - lr * r * m_hat / (np.sqrt(v / (1 - beta2 ** t)) + eps), m, v

# %% bias
# $E m_t = (1-\beta^t)\mu$ because the weights sum to $1-\beta^t$. So divide by that; the error is 99 %.
#
# The first step is 3.16 α.
