# Mistakes of several kinds: ball_step velocity_without_dt, momentum_step average_of_gradients, optimal_heavy_ball lr_of_gradient_descent, nesterov_step_rewritten old_look_ahead_kept.

# %% ball_step
def ball_step(x, v, grad, mass, friction, dt):
    force = -grad - friction * v
    v_new = v + force / mass
    x_new = x + dt * v_new
    return (x_new, v_new)

# %% momentum_from_ball
def momentum_from_ball(mass, friction, dt):
    return (dt * dt) / mass, (mass - friction * dt) / mass

# %% momentum_step
def momentum_step(w, v, grad, lr, beta):
    v = beta * v + (1 - beta) * grad
    w = w - lr * v
    return w, v

# %% optimal_heavy_ball
def optimal_heavy_ball(mu, L):
    r = np.sqrt(L / mu)
    return 2 / (L + mu), ((r - 1) / (r + 1)) ** 2

# %% nesterov_step
def nesterov_step(w, v, grad_fn, lr, beta):
    g = grad_fn(w + beta * v)
    new_w, new_v = np.empty(w.shape), np.empty(v.shape)
    for i in np.ndindex(w.shape):
        new_v[i] = beta * v[i] - lr * g[i]
        new_w[i] = w[i] + new_v[i]
    return new_w, new_v

# %% nesterov_step_rewritten
def nesterov_step_rewritten(u, v, grad, lr, beta):
    v = beta * v - lr * grad
    u = u + v + beta * v
    return u, v

# %% long_slope
# v_t = -a*g*(1+b+b^2+...+b^t), the sum is 1/(1-b), so 10 times faster.
