# Mistakes of several kinds: ball_step mean_velocity, momentum_from_ball beta_without_dt, momentum_step nesterov, nesterov_step two_gradients.

# %% ball_step
def ball_step(x, v, grad, mass, friction, dt):
    a = (-grad - friction * v) / mass
    return x + v * dt + 0.5 * a * dt**2, v + a * dt

# %% momentum_from_ball
def momentum_from_ball(mass, friction, dt):
    return dt**2 / mass, 1 - friction / mass

# %% momentum_step
def momentum_step(w, v, grad, lr, beta):
    v = beta * v - lr * grad
    w = w + beta * v - lr * grad
    return w, v

# %% optimal_heavy_ball
def optimal_heavy_ball(mu, L):
    lr = 4 / (L + mu + 2 * np.sqrt(L * mu))
    beta = max(abs(1 - np.sqrt(lr * mu)), abs(1 - np.sqrt(lr * L))) ** 2
    return lr, beta

# %% nesterov_step
def nesterov_step(w, v, grad_fn, lr, beta):
    w_ahead = w + (beta * v - lr * grad_fn(w))
    v = beta * v - lr * grad_fn(w_ahead)
    return w + v, v

# %% nesterov_step_rewritten
def nesterov_step_rewritten(u, v, grad, lr, beta):
    w = u - beta * v            # back from the look-ahead point
    v = beta * v - lr * grad
    w = w + v
    return w + beta * v, v

# %% long_slope
# 1) v1 = -a g, v2 = b v1 - a g = -a g (1 + b), v3 = -a g (1 + b + b^2), ..., v_t = -a g * sum_{k=0}^{t-1} b^k.
#
# 2) Geometric sum: v_t = -a g (1 - b^t) / (1 - b).
#
# 3) b^t -> 0, so v -> -a g / (1 - b). For b = 0.9 that is 10 times the step of gradient descent.
#
# 4) With -b instead of b: v -> -a g / (1 + b), about half a gradient step, and on the way it jumps up and down. So it is slower than without momentum.
