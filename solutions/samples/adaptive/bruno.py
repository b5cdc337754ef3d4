# All right, with loops over the weights.

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
    total = 0
    for g in grad.flatten():
        total += g * g
    if total == 0:
        return w.copy()
    return w - lr * grad / total ** 0.5

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
    new_w, new_g2, new_d2 = w.copy(), g2.copy(), d2.copy()
    for i in np.ndindex(w.shape):
        new_g2[i] = rho * g2[i] + (1 - rho) * grad[i] ** 2
        d = -((d2[i] + eps) / (new_g2[i] + eps)) ** 0.5 * grad[i]
        new_d2[i] = rho * d2[i] + (1 - rho) * d ** 2
        new_w[i] = w[i] + d
    return new_w, new_g2, new_d2

# %% adam_step
def adam_step(w, m, v, t, grad, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    new_w, new_m, new_v = w.copy(), m.copy(), v.copy()
    for i in np.ndindex(w.shape):
        new_m[i] = beta1 * m[i] + (1 - beta1) * grad[i]
        new_v[i] = beta2 * v[i] + (1 - beta2) * grad[i] ** 2
        size = (new_v[i] / (1 - beta2 ** t)) ** 0.5
        new_w[i] = w[i] - lr * new_m[i] / (1 - beta1 ** t) / (size + eps)
    return new_w, new_m, new_v

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
    rho_inf = 2 / (1 - beta2) - 1
    rho = rho_inf - 2 * t * beta2 ** t / (1 - beta2 ** t)
    new_w, new_m, new_v = w.copy(), m.copy(), v.copy()
    for i in np.ndindex(w.shape):
        new_m[i] = beta1 * m[i] + (1 - beta1) * grad[i]
        new_v[i] = beta2 * v[i] + (1 - beta2) * grad[i] ** 2
        move = new_m[i] / (1 - beta1 ** t)
        if rho > 4:
            r = ((rho - 4) * (rho - 2) * rho_inf / ((rho_inf - 4) * (rho_inf - 2) * rho)) ** 0.5
            move = r * move / ((new_v[i] / (1 - beta2 ** t)) ** 0.5 + eps)
        new_w[i] = w[i] - lr * move
    return new_w, new_m, new_v

# %% bias
# $E m_t = (1-\beta^t)\mu$ because the weights sum to $1-\beta^t$. So divide by that; the error is 99 %.
#
# The first step is 3.16 α.
