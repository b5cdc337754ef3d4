# Mistakes of several kinds: momentum_from_ball mass_forgotten_in_lr, momentum_step lr_and_beta_swapped, optimal_heavy_ball four_forgotten.

# %% ball_step
def ball_step(x, v, grad, mass, friction, dt):
    new_x = np.empty_like(x)
    new_v = np.empty_like(v)
    for i in np.ndindex(x.shape):
        a = (-grad[i] - friction * v[i]) / mass
        new_v[i] = v[i] + a * dt
        new_x[i] = x[i] + new_v[i] * dt
    return new_x, new_v

# %% momentum_from_ball
def momentum_from_ball(mass, friction, dt):
    return dt ** 2, 1 - friction / mass * dt

# %% momentum_step
def momentum_step(w, v, grad, lr, beta):
    v = lr * v - beta * grad
    return w + v, v

# %% optimal_heavy_ball
def optimal_heavy_ball(mu, L):
    a, b = np.sqrt(L), np.sqrt(mu)
    return 1 / (a + b) ** 2, ((a - b) / (a + b)) ** 2

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
    new_u, new_v = np.empty(u.shape), np.empty(v.shape)
    for i in np.ndindex(u.shape):
        new_v[i] = beta * v[i] - lr * grad[i]
        new_u[i] = u[i] + beta * new_v[i] - lr * grad[i]
    return new_u, new_v

# %% long_slope
# 1) v1 = -a g, v2 = b v1 - a g = -a g (1 + b), v3 = -a g (1 + b + b^2), ..., v_t = -a g * sum_{k=0}^{t-1} b^k.
#
# 2) Geometric sum: v_t = -a g (1 - b^t) / (1 - b).
#
# 3) b^t -> 0, so v -> -a g / (1 - b). For b = 0.9 that is 10 times the step of gradient descent.
#
# 4) With -b instead of b: v -> -a g / (1 + b), about half a gradient step, and on the way it jumps up and down. So it is slower than without momentum.
