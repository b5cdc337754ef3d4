# All right, returns lists instead of tuples and arrays.

# %% ball_step
def ball_step(x, v, grad, mass, friction, dt):
    v_new = v + dt / mass * (-grad - friction * v)
    return [(x + dt * v_new).tolist(), v_new.tolist()]

# %% momentum_from_ball
def momentum_from_ball(mass, friction, dt):
    return [dt * dt / mass, 1 - friction * dt / mass]

# %% momentum_step
def momentum_step(w, v, grad, lr, beta):
    v = beta * v - lr * grad
    return [list(w + v), list(v)]

# %% optimal_heavy_ball
def optimal_heavy_ball(mu, L):
    lr = 4 / (np.sqrt(L) + np.sqrt(mu)) ** 2
    return [lr, (1 - np.sqrt(lr * mu)) ** 2]

# %% nesterov_step
def nesterov_step(w, v, grad_fn, lr, beta):
    v = beta * v - lr * grad_fn(w + beta * v)
    return [w + v, v]

# %% nesterov_step_rewritten
def nesterov_step_rewritten(u, v, grad, lr, beta):
    v_old = v
    v = beta * v - lr * grad
    u = u - beta * v_old + (1 + beta) * v
    return [u, v]

# %% long_slope
# If the velocity does not change any more, v = b v - a g, so v = -a g / (1 - b). That is 10 times more for b = 0.9. With the other sign v = -a g / (1 + b).
