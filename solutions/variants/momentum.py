"""Right answers to the exercises of `momentum`, in the styles in which students write."""

import numpy as np

from solutions.reference import momentum as reference


def ball_step_force_first(x, v, grad, mass, friction, dt):
    velocity = v + (-grad - friction * v) / mass * dt
    return [x + velocity * dt, velocity]


def ball_step_factored(x, v, grad, mass, friction, dt):
    keep, kick = 1 - dt * friction / mass, dt / mass
    v = keep * v - kick * grad
    return x + v * dt, v


def ball_step_loop(x, v, grad, mass, friction, dt):
    x, v = x.copy(), v.copy()
    for i in np.ndindex(x.shape):
        v[i] += dt * (-grad[i] - friction * v[i]) / mass
        x[i] += dt * v[i]
    return x, v


def ball_step_lists(x, v, grad, mass, friction, dt):
    x, v = ball_step_factored(x, v, grad, mass, friction, dt)
    return x.tolist(), v.tolist()


def ball_step_float32(x, v, grad, mass, friction, dt):
    mass, friction, dt = np.float32(mass), np.float32(friction), np.float32(dt)
    v = np.float32(v) + dt / mass * (-np.float32(grad) - friction * np.float32(v))
    return np.float32(x) + dt * v, v


def constants_factored(mass, friction, dt):
    share = dt / mass
    return dt * share, 1 - friction * share


def constants_over_mass(mass, friction, dt):
    return [np.square(dt) / mass, (mass - friction * dt) / mass]


def constants_inverse(mass, friction, dt):
    return 1 / (mass / dt**2), -(friction * dt / mass - 1)


def constants_arrays(mass, friction, dt):
    return np.array([dt**2 / mass, 1 - friction * dt / mass])


def constants_float32(mass, friction, dt):
    mass, friction, dt = map(np.float32, (mass, friction, dt))
    return dt * dt / mass, 1 - friction * dt / mass


def momentum_difference(w, v, grad, lr, beta):
    w_new = w - lr * grad + beta * v
    return w_new, w_new - w


def momentum_pytorch_inside(w, v, grad, lr, beta):
    b = beta * (-v / lr) + grad
    return w - lr * b, -lr * b


def momentum_loop(w, v, grad, lr, beta):
    w, v = w.copy(), v.copy()
    for i in np.ndindex(w.shape):
        v[i] = v[i] * beta - grad[i] * lr
        w[i] += v[i]
    return w, v


def momentum_lists(w, v, grad, lr, beta):
    v = -(lr * grad - beta * v)
    return [(w + v).tolist(), v.tolist()]


def momentum_float32(w, v, grad, lr, beta):
    v = np.float32(beta) * np.float32(v) - np.float32(lr) * np.float32(grad)
    return np.float32(w) + v, v


def best_powers(mu, L):
    a, b = L**0.5, mu**0.5
    return [(2 / (a + b)) ** 2, ((a - b) / (a + b)) ** 2]


def best_by_condition_number(mu, L):
    rate = (np.sqrt(L / mu) - 1) / (np.sqrt(L / mu) + 1)
    return (1 + rate) ** 2 / L, rate**2


def best_by_both_ends(mu, L):
    lr = 4 / (L + mu + 2 * np.sqrt(L * mu))
    return lr, max((1 - np.sqrt(lr * mu)) ** 2, (1 - np.sqrt(lr * L)) ** 2)


def best_swapped_arguments(mu, L):
    return reference.optimal_heavy_ball(L, mu)


def best_float32(mu, L):
    a, b = np.sqrt(np.float32(L)), np.sqrt(np.float32(mu))
    return 4 / (a + b) ** 2, ((a - b) / (a + b)) ** 2


def nesterov_named(w, v, grad_fn, lr, beta):
    ahead = w + beta * v
    v_new = beta * v - lr * grad_fn(ahead)
    return [w + v_new, v_new]


def nesterov_from_ahead(w, v, grad_fn, lr, beta):
    ahead = w + beta * v
    w_new = ahead - lr * grad_fn(ahead)
    return w_new, w_new - w


def nesterov_in_place_on_copies(w, v, grad_fn, lr, beta):
    w, v = w.copy(), v.copy()
    v *= beta
    w += v
    kick = lr * grad_fn(w)
    v -= kick
    w -= kick
    return w, v


def nesterov_lists(w, v, grad_fn, lr, beta):
    grad = grad_fn((w + beta * v).tolist())
    v = beta * v - lr * np.array(grad)
    return (w + v).tolist(), v.tolist()


def nesterov_float32(w, v, grad_fn, lr, beta):
    w, v, lr, beta = map(np.float32, (w, v, lr, beta))
    v = beta * v - lr * np.float32(grad_fn(w + beta * v))
    return w + v, v


def rewritten_cs231n(u, v, grad, lr, beta):
    v_new = beta * v - lr * grad
    return u - beta * v + (1 + beta) * v_new, v_new


def rewritten_by_weights(u, v, grad, lr, beta):
    w = u - beta * v
    v = beta * v - lr * grad
    w = w + v
    return w + beta * v, v


def rewritten_multiplied_out(u, v, grad, lr, beta):
    return u + beta**2 * v - lr * (1 + beta) * grad, beta * v - lr * grad


def rewritten_lists(u, v, grad, lr, beta):
    u, v = rewritten_cs231n(u, v, grad, lr, beta)
    return [u.tolist(), v.tolist()]


def rewritten_float32(u, v, grad, lr, beta):
    u, v, grad, lr, beta = map(np.float32, (u, v, grad, lr, beta))
    v = beta * v - lr * grad
    return u + beta * v - lr * grad, v


def edge_by_halving_the_interval(distance):
    low, high = 1e-6, 20.0
    while high / low > 1 + 1e-5:
        middle = np.sqrt(low * high)
        if distance(middle, 10**6) > 1:
            high = middle
        else:
            low = middle
    return np.sqrt(low * high)


def edge_by_the_growth_of_two_runs(distance):
    """Stable where the distance after twice as many steps is smaller; both may have fallen to 0."""
    low, high = 0.0, 20.0
    for _ in range(30):
        middle = 0.5 * (low + high)
        early, late = distance(middle, 10**6), distance(middle, 2 * 10**6)
        low, high = (middle, high) if late < early or late == 0 else (low, middle)
    return low


def edge_by_ever_finer_grids(distance):
    low, width = 0.0, 20.0
    for _ in range(6):
        rates = low + width * np.arange(1, 11) / 10
        stable = [rate for rate in rates if distance(rate, 10**7) < 0.5]
        low, width = max(stable, default=low), width / 10
    return np.array(low)


def edge_by_recursion(distance, low=0.0, high=20.0):
    middle = (low + high) / 2
    if high - low < 1e-7:
        return middle
    ends = (middle, high) if distance(middle, 10**7) < 1e-3 else (low, middle)
    return edge_by_recursion(distance, *ends)


def edge_by_doubling_first(distance):
    def flies_off(rate):
        return not distance(rate, 10**6) <= 1

    rate, part = 0.001, 0.0005
    while not flies_off(2 * rate):
        rate *= 2
    part = rate
    while part > 1e-8:
        part /= 2
        rate += 0 if flies_off(rate + part) else part
    return rate


RIGHT = {
    "ball_step": [
        ball_step_force_first,
        ball_step_factored,
        ball_step_loop,
        ball_step_lists,
        ball_step_float32,
    ],
    "momentum_from_ball": [
        constants_factored,
        constants_over_mass,
        constants_inverse,
        constants_arrays,
        constants_float32,
    ],
    "momentum_step": [
        momentum_difference,
        momentum_pytorch_inside,
        momentum_loop,
        momentum_lists,
        momentum_float32,
    ],
    "optimal_heavy_ball": [
        best_powers,
        best_by_condition_number,
        best_by_both_ends,
        best_swapped_arguments,
        best_float32,
    ],
    "nesterov_step": [
        nesterov_named,
        nesterov_from_ahead,
        nesterov_in_place_on_copies,
        nesterov_lists,
        nesterov_float32,
    ],
    "nesterov_step_rewritten": [
        rewritten_cs231n,
        rewritten_by_weights,
        rewritten_multiplied_out,
        rewritten_lists,
        rewritten_float32,
    ],
    "edge_of_stability": [
        edge_by_halving_the_interval,
        edge_by_the_growth_of_two_runs,
        edge_by_ever_finer_grids,
        edge_by_recursion,
        edge_by_doubling_first,
    ],
}
