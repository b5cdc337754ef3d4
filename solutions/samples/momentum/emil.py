# All right, computes in float32.

# %% ball_step
def ball_step(x, v, grad, mass, friction, dt):
    x, v, grad = np.float32(x), np.float32(v), np.float32(grad)
    a = (-grad - np.float32(friction) * v) / np.float32(mass)
    v = v + np.float32(dt) * a
    return x + np.float32(dt) * v, v

# %% momentum_from_ball
def momentum_from_ball(mass, friction, dt):
    dt, m, f = np.float32(dt), np.float32(mass), np.float32(friction)
    return dt * dt / m, np.float32(1) - f * dt / m

# %% momentum_step
def momentum_step(w, v, grad, lr, beta):
    w, v, grad = (a.astype(np.float32) for a in (w, v, grad))
    v = np.float32(beta) * v - np.float32(lr) * grad
    return w + v, v

# %% optimal_heavy_ball
def optimal_heavy_ball(mu, L):
    a, b = np.sqrt(np.float32(L)), np.sqrt(np.float32(mu))
    return 4 / (a + b) ** 2, ((a - b) / (a + b)) ** 2

# %% nesterov_step
def nesterov_step(w, v, grad_fn, lr, beta):
    w, v = w.astype("float32"), v.astype("float32")
    g = np.asarray(grad_fn(w + np.float32(beta) * v), dtype="float32")
    v = np.float32(beta) * v - np.float32(lr) * g
    return w + v, v

# %% nesterov_step_rewritten
def nesterov_step_rewritten(u, v, grad, lr, beta):
    u, v, g = u.astype(np.float32), v.astype(np.float32), np.float32(lr) * grad.astype(np.float32)
    v = np.float32(beta) * v - g
    return u + np.float32(beta) * v - g, v
