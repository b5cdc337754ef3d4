# Forgets the root: normalised_step root_missing, adagrad_step square_root_missing, rmsprop_step no_root, adadelta_step roots_missing, adam_step root_left_out, radam_step rectification_without_root.

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
    new_w, new_step = w.copy(), step.copy()
    for i in np.ndindex(w.shape):
        if previous_grad is not None:
            if np.sign(grad[i]) * np.sign(previous_grad[i]) > 0:
                new_step[i] = min(step[i] * up, largest)
            else:
                new_step[i] = step[i] * down
            new_step[i] = min(max(new_step[i], smallest), largest)
        if grad[i] > 0:
            new_w[i] = w[i] - new_step[i]
        elif grad[i] < 0:
            new_w[i] = w[i] + new_step[i]
    return new_w, new_step

# %% normalised_step
def normalised_step(w, grad, lr):
    size = np.sum(grad ** 2)
    if size == 0:
        return w
    return w - lr * grad / size

# %% ema
def ema(x, beta, corrected=False):
    result = []
    for t in range(1, len(x) + 1):
        m = 0
        for i in range(t):
            m = m + (1 - beta) * beta ** (t - 1 - i) * x[i]
        if corrected:
            m = m / (1 - beta ** t)
        result.append(m)
    return np.array(result)

# %% adagrad_step
def adagrad_step(w, g2, grad, lr, eps=1e-8):
    g2 = g2 + grad ** 2
    w = w - lr * grad / (g2 + eps)
    return w, g2

# %% rmsprop_step
def rmsprop_step(w, g2, grad, lr, rho=0.9, eps=1e-8):
    g2 = rho * g2 + (1 - rho) * grad ** 2
    w = w - lr * grad / (g2 + eps)
    return w, g2

# %% adadelta_step
def adadelta_step(w, g2, d2, grad, rho=0.9, eps=1e-6):
    g2 = rho * g2 + (1 - rho) * grad ** 2
    delta = -(d2 + eps) / (g2 + eps) * grad
    d2 = rho * d2 + (1 - rho) * delta ** 2
    return w + delta, g2, d2

# %% adam_step
def adam_step(w, m, v, t, grad, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad ** 2
    m_hat = m / (1 - beta1 ** t)
    v_hat = v / (1 - beta2 ** t)
    w = w - lr * m_hat / (v_hat + eps)
    return w, m, v

# %% adamax_step
def adamax_step(w, m, u, t, grad, lr=2e-3, beta1=0.9, beta2=0.999):
    new_w, new_m, new_u = w.copy(), m.copy(), u.copy()
    for i in np.ndindex(w.shape):
        new_m[i] = beta1 * m[i] + (1 - beta1) * grad[i]
        new_u[i] = max(beta2 * u[i], abs(grad[i]))
        if new_u[i] > 0:
            new_w[i] = w[i] - lr * new_m[i] / (1 - beta1 ** t) / new_u[i]
    return new_w, new_m, new_u

# %% nadam_step
def nadam_step(w, m, v, t, grad, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    new_w, new_m, new_v = w.copy(), m.copy(), v.copy()
    for i in np.ndindex(w.shape):
        new_m[i] = beta1 * m[i] + (1 - beta1) * grad[i]
        new_v[i] = beta2 * v[i] + (1 - beta2) * grad[i] ** 2
        ahead = beta1 * new_m[i] / (1 - beta1 ** (t + 1))
        now = (1 - beta1) * grad[i] / (1 - beta1 ** t)
        size = (new_v[i] / (1 - beta2 ** t)) ** 0.5
        new_w[i] = w[i] - lr * (ahead + now) / (size + eps)
    return new_w, new_m, new_v

# %% radam_step
def radam_step(w, m, v, t, grad, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad ** 2
    m_hat = m / (1 - beta1 ** t)
    rho_inf = 2 / (1 - beta2) - 1
    rho = rho_inf - 2 * t * beta2 ** t / (1 - beta2 ** t)
    if rho > 4:
        r = (rho - 4) * (rho - 2) * rho_inf / ((rho_inf - 4) * (rho_inf - 2) * rho)
        v_hat = v / (1 - beta2 ** t)
        return w - lr * r * m_hat / (np.sqrt(v_hat) + eps), m, v
    return w - lr * m_hat, m, v

# %% bias
# $E m_t = (1-\beta^t)\mu$ because the weights sum to $1-\beta^t$. So divide by that; the error is 99 %.
#
# The first step is 3.16 α.
