# Takes the gradient for the force: ball_step uphill, momentum_step uphill, nesterov_step uphill, nesterov_step_rewritten uphill.

# %% ball_step
def ball_step(x, v, grad, mass, friction, dt):
    v = v + (dt / mass) * (grad - friction * v)
    x = x + dt * v
    return x, v

# %% momentum_from_ball
def momentum_from_ball(mass, friction, dt):
    return (dt * dt) / mass, (mass - friction * dt) / mass

# %% momentum_step
def momentum_step(w, v, grad, lr, beta):
    v = beta * v + lr * grad
    w = w + v
    return w, v

# %% optimal_heavy_ball
def optimal_heavy_ball(mu, L):
    a, b = L ** 0.5, mu ** 0.5
    lr = (2 / (a + b)) ** 2
    beta = ((a - b) / (a + b)) ** 2
    return lr, beta

# %% nesterov_step
def nesterov_step(w, v, grad_fn, lr, beta):
    v = beta * v + lr * grad_fn(w + beta * v)
    return w + v, v

# %% nesterov_step_rewritten
def nesterov_step_rewritten(u, v, grad, lr, beta):
    v = beta * v + lr * grad
    u = u + beta * v + lr * grad
    return u, v
