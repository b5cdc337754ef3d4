# Turns the old velocity round, as the slide prints it: momentum_from_ball sign_of_the_slide, momentum_step velocity_reversed, nesterov_step velocity_reversed, nesterov_step_rewritten velocity_reversed.

# %% ball_step
def ball_step(x, v, grad, mass, friction, dt):
    force = -grad - friction * v
    v_new = v + dt * force / mass
    x_new = x + dt * v_new
    return x_new, v_new

# %% momentum_from_ball
def momentum_from_ball(mass, friction, dt):
    # slide: v = -alpha * grad - beta * v
    return dt ** 2 / mass, -(1 - friction * dt / mass)

# %% momentum_step
def momentum_step(w, v, grad, lr, beta):
    v_new = -beta * v - lr * grad
    return w + v_new, v_new

# %% optimal_heavy_ball
def optimal_heavy_ball(mu, L):
    s = np.sqrt(L) + np.sqrt(mu)
    d = np.sqrt(L) - np.sqrt(mu)
    return 4 / s ** 2, (d / s) ** 2

# %% nesterov_step
def nesterov_step(w, v, grad_fn, lr, beta):
    ahead = w + beta * v
    v_new = -beta * v - lr * grad_fn(ahead)
    return w + v_new, v_new

# %% nesterov_step_rewritten
def nesterov_step_rewritten(u, v, grad, lr, beta):
    v = -beta * v - lr * grad
    return u + beta * v - lr * grad, v
