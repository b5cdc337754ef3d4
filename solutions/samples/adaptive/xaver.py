# Mistakes of several kinds: sign_step zero_counts_as_negative, rprop_step zero_grows, normalised_step largest_entry, ema last_power_for_all, adagrad_step old_squares_forgotten, rmsprop_step square_of_the_mean, adadelta_step climbs, adam_step power_of_t_forgotten, adamax_step maximum_never_fades, nadam_step gradient_not_corrected, radam_step rectification_missing.

# %% sign_step
def sign_step(w, grad, lr):
    return np.where(grad > 0, w - lr, w + lr)

# %% rprop_step
def rprop_step(w, step, grad, previous_grad, up=1.2, down=0.6, smallest=1e-6, largest=50.0):
    if previous_grad is not None:
        same = grad * previous_grad >= 0
        step = np.where(same, step * up, step * down)
        step = np.clip(step, smallest, largest)
    return w - step * np.sign(grad), step

# %% normalised_step
def normalised_step(w, grad, lr):
    size = np.abs(grad).max()
    if size == 0:
        return w
    return w - lr * grad / size

# %% ema
def ema(x, beta, corrected=False):
    m = 0
    result = []
    for value in x:
        m = beta * m + (1 - beta) * value
        result.append(m)
    result = np.array(result)
    if corrected:
        result = result / (1 - beta ** len(x))
    return result

# %% adagrad_step
def adagrad_step(w, g2, grad, lr, eps=1e-8):
    g2 = grad ** 2
    w = w - lr * grad / np.sqrt(g2 + eps)
    return w, g2

# %% rmsprop_step
def rmsprop_step(w, g2, grad, lr, rho=0.9, eps=1e-8):
    mean = rho * np.sqrt(g2) + (1 - rho) * grad
    g2 = mean ** 2
    w = w - lr * grad / np.sqrt(g2 + eps)
    return w, g2

# %% adadelta_step
def adadelta_step(w, g2, d2, grad, rho=0.9, eps=1e-6):
    g2 = rho * g2 + (1 - rho) * grad ** 2
    delta = np.sqrt(d2 + eps) / np.sqrt(g2 + eps) * grad
    d2 = rho * d2 + (1 - rho) * delta ** 2
    return w + delta, g2, d2

# %% adam_step
def adam_step(w, m, v, t, grad, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad ** 2
    m_hat = m / (1 - beta1)
    v_hat = v / (1 - beta2)
    w = w - lr * m_hat / (np.sqrt(v_hat) + eps)
    return w, m, v

# %% adamax_step
def adamax_step(w, m, u, t, grad, lr=2e-3, beta1=0.9, beta2=0.999):
    m = beta1 * m + (1 - beta1) * grad
    u = np.maximum(u, np.abs(grad))
    move = np.zeros(m.shape)
    moving = u > 0
    move[moving] = m[moving] / u[moving]
    return w - lr / (1 - beta1 ** t) * move, m, u

# %% nadam_step
def nadam_step(w, m, v, t, grad, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad ** 2
    m_hat = beta1 * m / (1 - beta1 ** (t + 1)) + (1 - beta1) * grad
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
        v_hat = v / (1 - beta2 ** t)
        return w - lr * m_hat / (np.sqrt(v_hat) + eps), m, v
    return w - lr * m_hat, m, v
