# Moves with the old velocity everywhere: ball_step old_velocity, momentum_step old_velocity, nesterov_step old_velocity, nesterov_step_rewritten heavy_ball.

# %% ball_step
def ball_step(x, v, grad, mass, friction, dt):
    x_new = x + v * dt
    v_new = v + (-grad - friction * v) / mass * dt
    return x_new, v_new

# %% momentum_from_ball
def momentum_from_ball(mass, friction, dt):
    alpha = np.divide(np.square(dt), mass)
    beta = np.subtract(1, friction * dt / mass)
    return alpha, beta

# %% momentum_step
def momentum_step(w, v, grad, lr, beta):
    w_new = w + v
    v_new = beta * v - lr * grad
    return w_new, v_new

# %% optimal_heavy_ball
def optimal_heavy_ball(mu, L):
    kappa = L / mu
    rate = (np.sqrt(kappa) - 1) / (np.sqrt(kappa) + 1)
    return (1 + rate) ** 2 / L, rate ** 2

# %% nesterov_step
def nesterov_step(w, v, grad_fn, lr, beta):
    v_new = beta * v - lr * grad_fn(w + beta * v)
    w_new = w + v
    return w_new, v_new

# %% nesterov_step_rewritten
def nesterov_step_rewritten(u, v, grad, lr, beta):
    v_old = v
    v = beta * v_old - lr * grad
    u = u + beta * v_old - lr * grad
    return u, v

# %% long_slope
# v_t = -a*g*(1+b+b^2+...+b^t), the sum is 1/(1-b), so 10 times faster.
