# One function has another name, so that the one asked for is missing.

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
def momentum(w, v, grad, lr, beta):
    v_new = beta * v - lr * grad
    w_new = w + v_new
    return w_new, v_new

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
# v_t = -a*g*(1+b+b^2+...+b^t), the sum is 1/(1-b), so 10 times faster.
