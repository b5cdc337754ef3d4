# All right, in place on copies.

# %% ball_step
def ball_step(x, v, grad, mass, friction, dt):
    x, v = x.copy(), v.copy()
    v *= 1 - dt * friction / mass
    v -= dt / mass * grad
    x += dt * v
    return x, v

# %% momentum_from_ball
def momentum_from_ball(mass, friction, dt):
    alpha = np.divide(np.square(dt), mass)
    beta = np.subtract(1, friction * dt / mass)
    return alpha, beta

# %% momentum_step
def momentum_step(w, v, grad, lr, beta):
    w = w.copy()
    v = v.copy()
    v *= beta
    v -= lr * grad
    w += v
    return w, v

# %% optimal_heavy_ball
def optimal_heavy_ball(mu, L):
    kappa = L / mu
    rate = (np.sqrt(kappa) - 1) / (np.sqrt(kappa) + 1)
    return (1 + rate) ** 2 / L, rate ** 2

# %% nesterov_step
def nesterov_step(w, v, grad_fn, lr, beta):
    v = beta * v.copy()
    look = w.copy()
    look += v
    v -= lr * grad_fn(look)
    w = w.copy()
    w += v
    return w, v

# %% nesterov_step_rewritten
def nesterov_step_rewritten(u, v, grad, lr, beta):
    step = lr * grad
    v = v.copy()
    v *= beta
    v -= step
    u = u.copy()
    u += beta * v
    u -= step
    return u, v

# %% long_slope
# 1) v1 = -a g, v2 = b v1 - a g = -a g (1 + b), v3 = -a g (1 + b + b^2), ..., v_t = -a g * sum_{k=0}^{t-1} b^k.
#
# 2) Geometric sum: v_t = -a g (1 - b^t) / (1 - b).
#
# 3) b^t -> 0, so v -> -a g / (1 - b). For b = 0.9 that is 10 times the step of gradient descent.
#
# 4) With -b instead of b: v -> -a g / (1 + b), about half a gradient step, and on the way it jumps up and down. So it is slower than without momentum.
