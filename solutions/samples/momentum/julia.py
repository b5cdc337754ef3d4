# Mistakes of several kinds: ball_step friction_forgotten, momentum_from_ball exact_decay, optimal_heavy_ball lr_not_squared, nesterov_step_rewritten gradient_forgotten.

# %% ball_step
def ball_step(x, v, grad, mass, friction, dt):
    a = -grad / mass
    v = v + a * dt
    x = x + v * dt
    return x, v

# %% momentum_from_ball
def momentum_from_ball(mass, friction, dt):
    return dt ** 2 / mass, np.exp(-friction / mass * dt)

# %% momentum_step
def momentum_step(w, v, grad, lr, beta):
    w_new = w - lr * grad + beta * v
    return w_new, w_new - w

# %% optimal_heavy_ball
def optimal_heavy_ball(mu, L):
    s = np.sqrt(L) + np.sqrt(mu)
    return 2 / s, ((np.sqrt(L) - np.sqrt(mu)) / s) ** 2

# %% nesterov_step
def nesterov_step(w, v, grad_fn, lr, beta):
    ahead = w + beta * v
    w_new = ahead - lr * grad_fn(ahead)
    return w_new, w_new - w

# %% nesterov_step_rewritten
def nesterov_step_rewritten(u, v, grad, lr, beta):
    v = beta * v - lr * grad
    u = u + beta * v
    return u, v
