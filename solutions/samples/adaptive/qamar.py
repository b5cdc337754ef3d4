# Corrects nothing: rprop_step bounds_forgotten, ema correction_forgotten, adam_step no_correction, adamax_step m_not_corrected, nadam_step nothing_corrected, radam_step first_steps_uncorrected.

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
    return w - step * np.sign(grad), step

# %% normalised_step
def normalised_step(w, grad, lr):
    largest = np.max(np.abs(grad))
    if largest == 0:
        return w
    direction = grad / largest
    return w - lr / np.sqrt(np.sum(direction ** 2)) * direction

# %% ema
def ema(x, beta, corrected=False):
    m = 0
    result = []
    for value in x:
        m = beta * m + (1 - beta) * value
        result.append(m)
    return np.array(result)

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
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad ** 2
    w = w - lr * m / (np.sqrt(v) + eps)
    return w, m, v

# %% adamax_step
def adamax_step(w, m, u, t, grad, lr=2e-3, beta1=0.9, beta2=0.999):
    m = beta1 * m + (1 - beta1) * grad
    u = np.maximum(beta2 * u, np.abs(grad))
    move = np.zeros(m.shape)
    moving = u > 0
    move[moving] = m[moving] / u[moving]
    return w - lr * move, m, u

# %% nadam_step
def nadam_step(w, m, v, t, grad, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad ** 2
    m_bar = beta1 * m + (1 - beta1) * grad
    return w - lr * m_bar / (np.sqrt(v) + eps), m, v

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
    return w - lr * m, m, v

# %% bias
# 1) m1 = (1-b) g1, m2 = (1-b)(b g1 + g2), m3 = (1-b)(b^2 g1 + b g2 + g3), ..., m_t = (1-b) sum_{i=1}^t b^(t-i) g_i.
#
# 2) The expectation is linear, every g_i has mu: E m_t = mu (1-b)(1 + b + ... + b^(t-1)) = mu (1 - b^t).
#
# 3) Divide by 1 - b^t. For b = 0.999 and t = 10 that is 0.00996, so m is 99 % too small.
#
# 4) 0.1 / sqrt(0.001) = 3.16 times alpha. v is too small by a factor 1000, its root by 32, m only by 10.
