# Returns None, a text, a wrong shape and NaN.

# %% ball_step
def ball_step(x, v, grad, mass, friction, dt):
    v_new = v + dt / mass * (-grad - friction * v)
    x_new = x + dt * v_new
    print(x_new, v_new)

# %% momentum_from_ball
def momentum_from_ball(mass, friction, dt):
    return f"lr = {dt**2 / mass}, beta = {1 - friction * dt / mass}"

# %% momentum_step
def momentum_step(w, v, grad, lr, beta):
    v = beta * v - lr * grad
    return (w + v).sum(), v.sum()

# %% optimal_heavy_ball
def optimal_heavy_ball(mu, L):
    s = np.sqrt(L) + np.sqrt(mu)
    d = np.sqrt(L) - np.sqrt(mu)
    return 4 / s ** 2, (d / s) ** 2

# %% nesterov_step
def nesterov_step(w, v, grad_fn, lr, beta):
    v = beta * v - lr * grad_fn(w + beta * v)
    speed = np.sqrt(-np.abs(v))
    return w + v * speed / speed, v

# %% nesterov_step_rewritten
def nesterov_step_rewritten(u, v, grad, lr, beta):
    v_new = beta * v - lr * grad
    u_new = u + beta * v_new - lr * grad
    return u_new, v_new
