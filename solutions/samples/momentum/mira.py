# Mistakes of several kinds: ball_step position_without_dt, momentum_step velocity_points_uphill, optimal_heavy_ball nesterov_parameters, nesterov_step_rewritten old_look_ahead_added.

# %% ball_step
def ball_step(x, v, grad, mass, friction, dt):
    v1 = v - dt * (grad + friction * v) / mass
    x1 = x + v1
    return x1, v1

# %% momentum_from_ball
def momentum_from_ball(mass, friction, dt):
    alpha = np.divide(np.square(dt), mass)
    beta = np.subtract(1, friction * dt / mass)
    return alpha, beta

# %% momentum_step
def momentum_step(w, v, grad, lr, beta):
    v_new = beta * v + lr * grad
    return w - v_new, v_new

# %% optimal_heavy_ball
def optimal_heavy_ball(mu, L):
    k = np.sqrt(L / mu)
    return 1 / L, (k - 1) / (k + 1)

# %% nesterov_step
def nesterov_step(w, v, grad_fn, lr, beta):
    v = beta * v.copy()
    look = w.copy()
    look += v
    v -= lr * grad_fn(look)
    w = w.copy()
    w += v
    return w, v

# %% nesterov_step_rewritten
def nesterov_step_rewritten(u, v, grad, lr, beta):
    v_new = beta * v - lr * grad
    u = u + beta * v + (1 + beta) * v_new
    return u, v_new

# %% long_slope
# $v_t = \beta v_{t-1} - \alpha g$. Putting in: $v_t = -\alpha g (1 + \beta + \dots + \beta^{t-1}) = -\alpha g \frac{1-\beta^t}{1-\beta}$.
#
# The limit is $-\alpha g/(1-\beta)$, ten times as long. With the minus sign $-\alpha g / (1+\beta)$.
