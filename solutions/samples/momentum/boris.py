# All right, with loops over the entries.

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
    new_w = np.zeros(w.shape)
    new_v = np.zeros(v.shape)
    for i in np.ndindex(w.shape):
        new_v[i] = beta * v[i] - lr * grad[i]
        new_w[i] = w[i] + new_v[i]
    return new_w, new_v

# %% optimal_heavy_ball
def optimal_heavy_ball(mu, L):
    a, b = L ** 0.5, mu ** 0.5
    lr = (2 / (a + b)) ** 2
    beta = ((a - b) / (a + b)) ** 2
    return lr, beta

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
# $v_t = \beta v_{t-1} - \alpha g$. Putting in: $v_t = -\alpha g (1 + \beta + \dots + \beta^{t-1}) = -\alpha g \frac{1-\beta^t}{1-\beta}$.
#
# The limit is $-\alpha g/(1-\beta)$, ten times as long. With the minus sign $-\alpha g / (1+\beta)$.
