# Mistakes of several kinds: ball_step friction_without_dt, momentum_from_ball clipped, optimal_heavy_ball beta_not_squared, nesterov_step asked_twice.

# %% ball_step
def ball_step(x, v, grad, mass, friction, dt):
    gamma = friction / mass
    v = (1 - gamma) * v - dt * grad / mass
    return x + dt * v, v

# %% momentum_from_ball
def momentum_from_ball(mass, friction, dt):
    lr = dt ** 2 / mass
    beta = 1 - friction * dt / mass
    beta = np.clip(beta, 0, 1)
    return lr, beta

# %% momentum_step
def momentum_step(w, v, grad, lr, beta):
    w = w.copy()
    v = v.copy()
    v *= beta
    v -= lr * grad
    w += v
    return w, v

# %% optimal_heavy_ball
def optimal_heavy_ball(mu, L):
    kappa = L / mu
    beta = (np.sqrt(kappa) - 1) / (np.sqrt(kappa) + 1)
    lr = 4 / (np.sqrt(L) + np.sqrt(mu)) ** 2
    return lr, beta

# %% nesterov_step
def nesterov_step(w, v, grad_fn, lr, beta):
    v_new = beta * v - lr * grad_fn(w + beta * v)
    w_new = w + beta * v - lr * grad_fn(w + beta * v)
    return w_new, v_new

# %% nesterov_step_rewritten
def nesterov_step_rewritten(u, v, grad, lr, beta):
    step = lr * grad
    v = v.copy()
    v *= beta
    v -= step
    u = u.copy()
    u += beta * v
    u -= step
    return u, v

# %% long_slope
# If the velocity does not change any more, v = b v - a g, so v = -a g / (1 - b). That is 10 times more for b = 0.9. With the other sign v = -a g / (1 + b).
