# Mistakes of several kinds: momentum_from_ball dt_not_squared, momentum_step beta_as_friction, optimal_heavy_ball best_beta_for_one_over_L, nesterov_step_rewritten gradient_added.

# %% ball_step
def ball_step(x, v, grad, mass, friction, dt):
    force = -grad - friction * v
    v_new = v + dt * force / mass
    x_new = x + dt * v_new
    return x_new, v_new

# %% momentum_from_ball
def momentum_from_ball(mass, friction, dt):
    return dt / mass, 1 - friction * dt / mass

# %% momentum_step
def momentum_step(w, v, grad, lr, beta):
    v_new = v - beta * v - lr * grad
    return w + v_new, v_new

# %% optimal_heavy_ball
def optimal_heavy_ball(mu, L):
    lr = 1 / L
    beta = (1 - np.sqrt(lr * mu)) ** 2
    return lr, beta

# %% nesterov_step
def nesterov_step(w, v, grad_fn, lr, beta):
    ahead = w + beta * v
    v_new = beta * v - lr * grad_fn(ahead)
    return w + v_new, v_new

# %% nesterov_step_rewritten
def nesterov_step_rewritten(u, v, grad, lr, beta):
    v = beta * v - lr * grad
    u = u + beta * v + lr * grad
    return u, v
