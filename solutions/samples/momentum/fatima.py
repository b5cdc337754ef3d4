# All right, algebraically rearranged.

# %% ball_step
def ball_step(x, v, grad, mass, friction, dt):
    keep = 1.0 - dt * friction / mass
    kick = -grad * (dt / mass)
    return x + dt * keep * v + dt * kick, keep * v + kick

# %% momentum_from_ball
def momentum_from_ball(mass, friction, dt):
    per_mass = dt / mass
    return dt * per_mass, 1 - friction * per_mass

# %% momentum_step
def momentum_step(w, v, grad, lr, beta):
    w_new = w - lr * grad + beta * v
    return w_new, w_new - w

# %% optimal_heavy_ball
def optimal_heavy_ball(mu, L):
    lr = 4 / (L + mu + 2 * np.sqrt(L * mu))
    beta = max(abs(1 - np.sqrt(lr * mu)), abs(1 - np.sqrt(lr * L))) ** 2
    return lr, beta

# %% nesterov_step
def nesterov_step(w, v, grad_fn, lr, beta):
    ahead = w + beta * v
    w_new = ahead - lr * grad_fn(ahead)
    return w_new, w_new - w

# %% nesterov_step_rewritten
def nesterov_step_rewritten(u, v, grad, lr, beta):
    w = u - beta * v            # back from the look-ahead point
    v = beta * v - lr * grad
    w = w + v
    return w + beta * v, v

# %% long_slope
# $v_t = \beta v_{t-1} - \alpha g$. Putting in: $v_t = -\alpha g (1 + \beta + \dots + \beta^{t-1}) = -\alpha g \frac{1-\beta^t}{1-\beta}$.
#
# The limit is $-\alpha g/(1-\beta)$, ten times as long. With the minus sign $-\alpha g / (1+\beta)$.
