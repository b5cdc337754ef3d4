# Changes the caller's arrays: ball_step in_place, momentum_step in_place, nesterov_step in_place, nesterov_step_rewritten in_place.

# %% ball_step
def ball_step(x, v, grad, mass, friction, dt):
    v += dt / mass * (-grad - friction * v)
    x += dt * v
    return x, v

# %% momentum_from_ball
def momentum_from_ball(mass, friction, dt):
    per_mass = dt / mass
    return dt * per_mass, 1 - friction * per_mass

# %% momentum_step
def momentum_step(w, v, grad, lr, beta):
    v *= beta
    v -= lr * grad
    w += v
    return w, v

# %% optimal_heavy_ball
def optimal_heavy_ball(mu, L):
    lr = 4 / (L + mu + 2 * np.sqrt(L * mu))
    beta = max(abs(1 - np.sqrt(lr * mu)), abs(1 - np.sqrt(lr * L))) ** 2
    return lr, beta

# %% nesterov_step
def nesterov_step(w, v, grad_fn, lr, beta):
    v *= beta
    v -= lr * grad_fn(w + v)
    w += v
    return w, v

# %% nesterov_step_rewritten
def nesterov_step_rewritten(u, v, grad, lr, beta):
    v *= beta
    v -= lr * grad
    u += beta * v - lr * grad
    return u, v

# %% long_slope
# v_t = -a*g*(1+b+b^2+...+b^t), the sum is 1/(1-b), so 10 times faster.
