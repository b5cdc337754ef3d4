# Half done: stopped after the sixth task.

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
def ema(x, beta, corrected=False):
    m = np.zeros(x.shape[1:])
    result = np.zeros(x.shape)
    for t in range(len(x)):
        m = beta * m + (1 - beta) * x[t]
        result[t] = m
        if corrected:
            result[t] = m / (1 - beta ** (t + 1))
    return result

# %% adagrad_step
def adagrad_step(w, g2, grad, lr, eps=1e-8):
    g2 = g2 + grad ** 2
    w = w - lr * grad / np.sqrt(g2 + eps)
    return w, g2
