# Copies both lines of the slide: momentum_step as_the_slide_prints_it, nesterov_step as_the_slide_prints_it.

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
    return (dt * dt) / mass, (mass - friction * dt) / mass

# %% momentum_step
def momentum_step(w, v, grad, lr, beta):
    v_new = -lr * grad - beta * v
    w_new = w + v
    return w_new, v_new

# %% optimal_heavy_ball
def optimal_heavy_ball(mu, L):
    a, b = L ** 0.5, mu ** 0.5
    lr = (2 / (a + b)) ** 2
    beta = ((a - b) / (a + b)) ** 2
    return lr, beta

# %% nesterov_step
def nesterov_step(w, v, grad_fn, lr, beta):
    v = -lr * grad_fn(w + v) - beta * v
    w = w + v
    return w, v

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
