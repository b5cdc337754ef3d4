# Mistakes of several kinds: ball_step implicit_friction, momentum_step backwards, optimal_heavy_ball lr_one_over_L, nesterov_step_rewritten lr_forgotten_in_u.

# %% ball_step
def ball_step(x, v, grad, mass, friction, dt):
    # solve for the new velocity with friction at the new velocity
    v_new = (mass * v - dt * grad) / (mass + dt * friction)
    return x + dt * v_new, v_new

# %% momentum_from_ball
def momentum_from_ball(mass, friction, dt):
    per_mass = dt / mass
    return dt * per_mass, 1 - friction * per_mass

# %% momentum_step
def momentum_step(w, v, grad, lr, beta):
    v_new = beta * v - lr * grad
    return w - v_new, v_new

# %% optimal_heavy_ball
def optimal_heavy_ball(mu, L):
    k = np.sqrt(L / mu)
    beta = ((k - 1) / (k + 1)) ** 2
    return 1 / L, beta

# %% nesterov_step
def nesterov_step(w, v, grad_fn, lr, beta):
    ahead = w + beta * v
    w_new = ahead - lr * grad_fn(ahead)
    return w_new, w_new - w

# %% nesterov_step_rewritten
def nesterov_step_rewritten(u, v, grad, lr, beta):
    v = beta * v - lr * grad
    u = u + beta * v - grad
    return u, v

# %% long_slope
# If the velocity does not change any more, v = b v - a g, so v = -a g / (1 - b). That is 10 times more for b = 0.9. With the other sign v = -a g / (1 + b).
