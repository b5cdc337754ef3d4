# Mistakes of several kinds: momentum_from_ball mass_forgotten_in_beta, momentum_step velocity_forgotten, nesterov_step gradient_at_w_plus_v.

# %% ball_step
def ball_step(x, v, grad, mass, friction, dt):
    x, v = x.copy(), v.copy()
    v *= 1 - dt * friction / mass
    v -= dt / mass * grad
    x += dt * v
    return x, v

# %% momentum_from_ball
def momentum_from_ball(mass, friction, dt):
    lr = dt ** 2 / mass
    return lr, 1 - dt * friction

# %% momentum_step
def momentum_step(w, v, grad, lr, beta):
    step = -lr * grad
    return w + step, step

# %% optimal_heavy_ball
def optimal_heavy_ball(mu, L):
    kappa = L / mu
    rate = (np.sqrt(kappa) - 1) / (np.sqrt(kappa) + 1)
    return (1 + rate) ** 2 / L, rate ** 2

# %% nesterov_step
def nesterov_step(w, v, grad_fn, lr, beta):
    g = grad_fn(w + v)
    v = beta * v - lr * g
    return w + v, v

# %% nesterov_step_rewritten
def nesterov_step_rewritten(u, v, grad, lr, beta):
    step = lr * grad
    v = v.copy()
    v *= beta
    v -= step
    u = u.copy()
    u += beta * v
    u -= step
    return u, v

# %% long_slope
# v_t = -a*g*(1+b+b^2+...+b^t), the sum is 1/(1-b), so 10 times faster.
