# Half done: stopped after the third task.

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
    v_new = beta * v - lr * grad
    w_new = w + v_new
    return w_new, v_new
