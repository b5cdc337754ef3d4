# Returns everything in the wrong order: ball_step swapped, momentum_from_ball swapped, momentum_step swapped, optimal_heavy_ball swapped, nesterov_step swapped, nesterov_step_rewritten swapped.

# %% ball_step
def ball_step(x, v, grad, mass, friction, dt):
    v = v + dt / mass * (-grad - friction * v)
    x = x + dt * v
    return v, x

# %% momentum_from_ball
def momentum_from_ball(mass, friction, dt):
    beta = 1 - friction * dt / mass
    lr = dt ** 2 / mass
    return beta, lr

# %% momentum_step
def momentum_step(w, v, grad, lr, beta):
    v = beta * v - lr * grad
    w = w + v
    return v, w

# %% optimal_heavy_ball
def optimal_heavy_ball(mu, L):
    s = np.sqrt(L) + np.sqrt(mu)
    beta = ((np.sqrt(L) - np.sqrt(mu)) / s) ** 2
    return beta, 4 / s ** 2

# %% nesterov_step
def nesterov_step(w, v, grad_fn, lr, beta):
    v = beta * v - lr * grad_fn(w + beta * v)
    return v, w + v

# %% nesterov_step_rewritten
def nesterov_step_rewritten(u, v, grad, lr, beta):
    v = beta * v - lr * grad
    u = u + beta * v - lr * grad
    return v, u

# %% long_slope
# 1) v1 = -a g, v2 = b v1 - a g = -a g (1 + b), v3 = -a g (1 + b + b^2), ..., v_t = -a g * sum_{k=0}^{t-1} b^k.
#
# 2) Geometric sum: v_t = -a g (1 - b^t) / (1 - b).
#
# 3) b^t -> 0, so v -> -a g / (1 - b). For b = 0.9 that is 10 times the step of gradient descent.
#
# 4) With -b instead of b: v -> -a g / (1 + b), about half a gradient step, and on the way it jumps up and down. So it is slower than without momentum.
