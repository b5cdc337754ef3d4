# Forgets the learning rate: momentum_step lr_forgotten, nesterov_step lr_forgotten, nesterov_step_rewritten lr_forgotten.

# %% ball_step
def ball_step(x, v, grad, mass, friction, dt):
    x, v = x.copy(), v.copy()
    v *= 1 - dt * friction / mass
    v -= dt / mass * grad
    x += dt * v
    return x, v

# %% momentum_from_ball
def momentum_from_ball(mass, friction, dt):
    alpha = np.divide(np.square(dt), mass)
    beta = np.subtract(1, friction * dt / mass)
    return alpha, beta

# %% momentum_step
def momentum_step(w, v, grad, lr, beta):
    v = beta * v - grad
    return w + v, v

# %% optimal_heavy_ball
def optimal_heavy_ball(mu, L):
    kappa = L / mu
    rate = (np.sqrt(kappa) - 1) / (np.sqrt(kappa) + 1)
    return (1 + rate) ** 2 / L, rate ** 2

# %% nesterov_step
def nesterov_step(w, v, grad_fn, lr, beta):
    v = beta * v - grad_fn(w + beta * v)
    return w + v, v

# %% nesterov_step_rewritten
def nesterov_step_rewritten(u, v, grad, lr, beta):
    v = beta * v - grad
    u = u + beta * v - grad
    return u, v
