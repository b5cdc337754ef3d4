# Mistakes of several kinds: rprop_step bounded_after_the_move, normalised_step spectral_norm, ema new_value_unweighted, adadelta_step step_not_remembered, adam_step corrected_state_returned, adamax_step zero_by_zero, nadam_step second_moment_looks_ahead, radam_step rho_without_t.

# %% sign_step
def sign_step(w, grad, lr):
    new = w.copy()
    for i in np.ndindex(w.shape):
        if grad[i] > 0:
            new[i] = w[i] - lr
        elif grad[i] < 0:
            new[i] = w[i] + lr
    return new

# %% rprop_step
def rprop_step(w, step, grad, previous_grad, up=1.2, down=0.6, smallest=1e-6, largest=50.0):
    if previous_grad is None:
        return w - step * np.sign(grad), step
    step = np.where(grad * previous_grad > 0, step * up, step * down)
    w = w - step * np.sign(grad)
    return w, np.minimum(np.maximum(step, smallest), largest)

# %% normalised_step
def normalised_step(w, grad, lr):
    size = np.linalg.norm(grad, 2)
    return w if size == 0 else w - lr * grad / size

# %% ema
def ema(x, beta, corrected=False):
    m = np.zeros(x.shape[1:])
    result = np.zeros(x.shape)
    for t in range(len(x)):
        m = beta * m + x[t]
        result[t] = m
        if corrected:
            result[t] = m / (1 - beta ** (t + 1))
    return result

# %% adagrad_step
def adagrad_step(w, g2, grad, lr, eps=1e-8):
    new_w, new_g2 = w.copy(), g2.copy()
    for i in np.ndindex(w.shape):
        new_g2[i] = g2[i] + grad[i] ** 2
        new_w[i] = w[i] - lr / (new_g2[i] + eps) ** 0.5 * grad[i]
    return new_w, new_g2

# %% rmsprop_step
def rmsprop_step(w, g2, grad, lr, rho=0.9, eps=1e-8):
    new_w, new_g2 = w.copy(), g2.copy()
    for i in np.ndindex(w.shape):
        new_g2[i] = rho * g2[i] + (1 - rho) * grad[i] ** 2
        new_w[i] = w[i] - lr / (new_g2[i] + eps) ** 0.5 * grad[i]
    return new_w, new_g2

# %% adadelta_step
def adadelta_step(w, g2, d2, grad, rho=0.9, eps=1e-6):
    g2 = rho * g2 + (1 - rho) * grad ** 2
    delta = -np.sqrt(d2 + eps) / np.sqrt(g2 + eps) * grad
    return w + delta, g2, d2

# %% adam_step
def adam_step(w, m, v, t, grad, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad ** 2
    m = m / (1 - beta1 ** t)
    v = v / (1 - beta2 ** t)
    w = w - lr * m / (np.sqrt(v) + eps)
    return w, m, v

# %% adamax_step
def adamax_step(w, m, u, t, grad, lr=2e-3, beta1=0.9, beta2=0.999):
    m = beta1 * m + (1 - beta1) * grad
    u = np.maximum(beta2 * u, np.abs(grad))
    return w - lr / (1 - beta1 ** t) * m / u, m, u

# %% nadam_step
def nadam_step(w, m, v, t, grad, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad ** 2
    m_hat = beta1 * m / (1 - beta1 ** (t + 1)) + (1 - beta1) * grad / (1 - beta1 ** t)
    v_hat = beta2 * v / (1 - beta2 ** t)
    w = w - lr * m_hat / (np.sqrt(v_hat) + eps)
    return w, m, v

# %% radam_step
def radam_step(w, m, v, t, grad, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad ** 2
    m_hat = m / (1 - beta1 ** t)
    rho_inf = 2 / (1 - beta2) - 1
    rho = rho_inf - 2 * beta2 ** t / (1 - beta2 ** t)
    if rho > 4:
        r = np.sqrt((rho - 4) * (rho - 2) * rho_inf / ((rho_inf - 4) * (rho_inf - 2) * rho))
        v_hat = v / (1 - beta2 ** t)
        return w - lr * r * m_hat / (np.sqrt(v_hat) + eps), m, v
    return w - lr * m_hat, m, v
