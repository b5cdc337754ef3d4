# Applies the learning rate twice: momentum_step lr_twice, nesterov_step lr_twice, nesterov_step_rewritten lr_forgotten_in_v.

# %% ball_step
def ball_step(x, v, grad, mass, friction, dt):
    new_x = np.empty_like(x)
    new_v = np.empty_like(v)
    for i in np.ndindex(x.shape):
        a = (-grad[i] - friction * v[i]) / mass
        new_v[i] = v[i] + a * dt
        new_x[i] = x[i] + new_v[i] * dt
    return new_x, new_v

# %% momentum_from_ball
def momentum_from_ball(mass, friction, dt):
    return (dt * dt) / mass, (mass - friction * dt) / mass

# %% momentum_step
def momentum_step(w, v, grad, lr, beta):
    v = beta * v - lr * grad
    w = w + lr * v
    return w, v

# %% optimal_heavy_ball
def optimal_heavy_ball(mu, L):
    a, b = L ** 0.5, mu ** 0.5
    lr = (2 / (a + b)) ** 2
    beta = ((a - b) / (a + b)) ** 2
    return lr, beta

# %% nesterov_step
def nesterov_step(w, v, grad_fn, lr, beta):
    v = beta * v - lr * grad_fn(w + beta * v)
    return w + lr * v, v

# %% nesterov_step_rewritten
def nesterov_step_rewritten(u, v, grad, lr, beta):
    v = beta * v - grad
    u = u + beta * v - lr * grad
    return u, v

# %% long_slope
# If the velocity does not change any more, v = b v - a g, so v = -a g / (1 - b). That is 10 times more for b = 0.9. With the other sign v = -a g / (1 + b).
