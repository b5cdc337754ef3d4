# Mistakes of several kinds: ball_step friction_not_divided, momentum_from_ball beta_with_dt_squared, optimal_heavy_ball roots_forgotten, nesterov_step step_from_the_look_ahead_point.

# %% ball_step
def ball_step(x, v, grad, mass, friction, dt):
    v_new = v + dt * (-grad / mass - friction * v)
    return x + dt * v_new, v_new

# %% momentum_from_ball
def momentum_from_ball(mass, friction, dt):
    k = dt ** 2 / mass
    return k, 1 - friction * k

# %% momentum_step
def momentum_step(w, v, grad, lr, beta):
    v_new = beta * v - lr * grad
    w_new = w + v_new
    return w_new, v_new

# %% optimal_heavy_ball
def optimal_heavy_ball(mu, L):
    lr = 4 / (L + mu) ** 2
    beta = ((L - mu) / (L + mu)) ** 2
    return lr, beta

# %% nesterov_step
def nesterov_step(w, v, grad_fn, lr, beta):
    w = w + beta * v
    v = beta * v - lr * grad_fn(w)
    w = w + v
    return w, v

# %% nesterov_step_rewritten
def nesterov_step_rewritten(u, v, grad, lr, beta):
    v_new = beta * v - lr * grad
    u_new = u + beta * v_new - lr * grad
    return u_new, v_new

# %% long_slope
# v_t = -a*g*(1+b+b^2+...+b^t), the sum is 1/(1-b), so 10 times faster.
