# Mistakes of several kinds: ball_step friction_divided_twice, momentum_from_ball what_friction_takes, optimal_heavy_ball beta_without_roots, nesterov_step rewritten.

# %% ball_step
def ball_step(x, v, grad, mass, friction, dt):
    f = friction / mass
    v_new = v + dt / mass * (-grad - f * v)
    x_new = x + dt * v_new
    return x_new, v_new

# %% momentum_from_ball
def momentum_from_ball(mass, friction, dt):
    lr = dt ** 2 / mass
    beta = dt * friction / mass
    return lr, beta

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
    lr = 4 / (np.sqrt(L) + np.sqrt(mu)) ** 2
    kappa = L / mu
    return lr, ((kappa - 1) / (kappa + 1)) ** 2

# %% nesterov_step
def nesterov_step(w, v, grad_fn, lr, beta):
    g = grad_fn(w)
    v = beta * v - lr * g
    return w + beta * v - lr * g, v

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
