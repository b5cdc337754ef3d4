# All right, vectorised.

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

# %% optimal_heavy_ball
def optimal_heavy_ball(mu, L):
    s = np.sqrt(L) + np.sqrt(mu)
    d = np.sqrt(L) - np.sqrt(mu)
    return 4 / s ** 2, (d / s) ** 2

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
# 1) v1 = -a g, v2 = b v1 - a g = -a g (1 + b), v3 = -a g (1 + b + b^2), ..., v_t = -a g * sum_{k=0}^{t-1} b^k.
#
# 2) Geometric sum: v_t = -a g (1 - b^t) / (1 - b).
#
# 3) b^t -> 0, so v -> -a g / (1 - b). For b = 0.9 that is 10 times the step of gradient descent.
#
# 4) With -b instead of b: v -> -a g / (1 + b), about half a gradient step, and on the way it jumps up and down. So it is slower than without momentum.
