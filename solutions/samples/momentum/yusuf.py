# Averages the gradients: momentum_step moving_average, nesterov_step_rewritten moving_average.

# %% ball_step
def ball_step(x, v, grad, mass, friction, dt):
    force = -grad - friction * v
    v_new = v + dt * force / mass
    x_new = x + dt * v_new
    return x_new, v_new

# %% momentum_from_ball
def momentum_from_ball(mass, friction, dt):
    lr = dt ** 2 / mass
    beta = 1 - friction * dt / mass
    return lr, beta

# %% momentum_step
def momentum_step(w, v, grad, lr, beta):
    v = beta * v + (1 - beta) * (-lr * grad)
    return w + v, v

# %% optimal_heavy_ball
def optimal_heavy_ball(mu, L):
    s = np.sqrt(L) + np.sqrt(mu)
    d = np.sqrt(L) - np.sqrt(mu)
    return 4 / s ** 2, (d / s) ** 2

# %% nesterov_step
def nesterov_step(w, v, grad_fn, lr, beta):
    ahead = w + beta * v
    v_new = beta * v - lr * grad_fn(ahead)
    return w + v_new, v_new

# %% nesterov_step_rewritten
def nesterov_step_rewritten(u, v, grad, lr, beta):
    v = beta * v - (1 - beta) * lr * grad
    u = u + beta * v - lr * grad
    return u, v

# %% long_slope
# If the velocity does not change any more, v = b v - a g, so v = -a g / (1 - b). That is 10 times more for b = 0.9. With the other sign v = -a g / (1 + b).
