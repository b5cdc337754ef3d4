# All right, with helper functions that later cells use; results come as lists.

# %% sign_step
def sign_step(w, grad, lr):
    return w - lr * np.sign(grad)

# %% rprop_step
def rprop_step(w, step, grad, previous_grad, up=1.2, down=0.6, smallest=1e-6, largest=50.0):
    if previous_grad is not None:
        same = grad * previous_grad > 0
        step = np.where(same, step * up, step * down)
        step = np.clip(step, smallest, largest)
    return w - step * np.sign(grad), step

# %% normalised_step
def normalised_step(w, grad, lr):
    size = np.linalg.norm(grad)
    if size == 0:
        return w
    return w - lr * grad / size

# %% ema
def average(old, new, beta):
    return beta * old + (1 - beta) * new


def corrected_average(m, beta, t):
    return m / (1 - beta ** t)


def ema(x, beta, corrected=False):
    m = 0 * x[0]
    result = np.empty(x.shape)
    for t, value in enumerate(x, start=1):
        m = average(m, value, beta)
        result[t - 1] = corrected_average(m, beta, t) if corrected else m
    return result

# %% adagrad_step
def adagrad_step(w, g2, grad, lr, eps=1e-8):
    g2 = g2 + grad ** 2
    w = w - lr * grad / np.sqrt(g2 + eps)
    return w, g2

# %% rmsprop_step
def rmsprop_step(w, g2, grad, lr, rho=0.9, eps=1e-8):
    g2 = average(g2, grad ** 2, rho)
    return w - lr * grad / np.sqrt(g2 + eps), g2

# %% adadelta_step
def adadelta_step(w, g2, d2, grad, rho=0.9, eps=1e-6):
    g2 = average(g2, grad ** 2, rho)
    d = -grad * np.sqrt(d2 + eps) / np.sqrt(g2 + eps)
    return [w + d, g2, average(d2, d ** 2, rho)]

# %% adam_step
def adam_step(w, m, v, t, grad, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = average(m, grad, beta1)
    v = average(v, grad ** 2, beta2)
    size = np.sqrt(corrected_average(v, beta2, t)) + eps
    return [w - lr * corrected_average(m, beta1, t) / size, m, v]

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
    m = average(m, grad, beta1)
    v = average(v, grad ** 2, beta2)
    size = np.sqrt(corrected_average(v, beta2, t)) + eps
    now = corrected_average((1 - beta1) * grad, beta1, t)
    ahead = corrected_average(beta1 * m, beta1, t + 1)
    return [w - lr * (now + ahead) / size, m, v]

# %% radam_step
def radam_step(w, m, v, t, grad, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    def rho(t):
        return rho_inf - 2 * t * beta2 ** t / (1 - beta2 ** t)

    rho_inf = 2 / (1 - beta2) - 1
    m = average(m, grad, beta1)
    v = average(v, grad ** 2, beta2)
    step = corrected_average(m, beta1, t)
    if rho(t) > 4:
        a, b = rho(t), rho_inf
        r = ((a - 4) * (a - 2) * b / ((b - 4) * (b - 2) * a)) ** 0.5
        step = r * step / (np.sqrt(corrected_average(v, beta2, t)) + eps)
    return [w - lr * step, m, v]

# %% bias
# $E m_t = (1-\beta^t)\mu$ because the weights sum to $1-\beta^t$. So divide by that; the error is 99 %.
#
# The first step is 3.16 α.
