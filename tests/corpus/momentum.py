"""Chapter 3: momentum."""

# ruff: noqa: F811
from tests.corpus import mistake


@mistake("github: fchollet/deep-learning-with-python-notebooks#19", "sign|−|with \\+|`lr \\* grad`|Nesterov")
def momentum_step(w, v, grad, lr, beta):
    v = beta * v + lr * grad
    return w + beta * v - lr * grad, v


@mistake("deeplearning.ai forum: Gradient Descent with Momentum, week 2", "average|1 − β")
def momentum_step(w, v, grad, lr, beta):
    v = beta * v + (1 - beta) * grad
    return w - lr * v, v


@mistake("github: oysteijo/simd_neuralnet#17", "look-ahead")
def nesterov_step(w, v, grad_fn, lr, beta):
    ahead = w + beta * v
    v = beta * v - lr * grad_fn(ahead)
    return ahead + v, v


@mistake("github: apache/madlib#272", "look-ahead|old|twice")
def nesterov_step(w, v, grad_fn, lr, beta):
    w = w + beta * v
    v = beta * v - lr * grad_fn(w)
    return w + v, v


@mistake("github: PaddlePaddle/Paddle#12231", "sign|lr|velocity|beta")
def nesterov_step_rewritten(u, v, grad, lr, beta):
    v = beta * v + grad
    return u - lr * grad + lr * beta * v, v


@mistake("github: pytorch/pytorch#5920", "look-ahead|old|1 \\+|without|with")
def nesterov_step_rewritten(u, v, grad, lr, beta):
    v = beta * v - lr * grad
    return u + (1 + beta) * v, v


@mistake("github: chenglou/react-motion#39", "old|new velocity|before")
def ball_step(x, v, grad, mass, friction, dt):
    acceleration = (-grad - friction * v) / mass
    return x + v * dt, v + acceleration * dt


@mistake("github: erincatto/box2d#454", "mass|friction")
def ball_step(x, v, grad, mass, friction, dt):
    v = v + dt * (-grad / mass - friction * v)
    return x + dt * v, v


@mistake("github: ThomasLengeling/traerphysics#2", "divid|multipl")
def ball_step(x, v, grad, mass, friction, dt):
    v = v + (-grad - friction * v) / mass / dt
    return x + v / dt, v


@mistake("Bullet forum: Newton Was Wrong?", "old|½|half|new velocity|before")
def ball_step(x, v, grad, mass, friction, dt):
    a = (-grad - friction * v) / mass
    return x + v * dt + a * 0.5 * dt * dt, v + a * dt


@mistake("github: erincatto/box2d#454", "mass")
def momentum_from_ball(mass, friction, dt):
    return dt**2 / mass, 1 - friction * dt


@mistake("github: jacobaustin123/Titan#11", "β|beta|friction")
def momentum_from_ball(mass, friction, dt):
    return dt**2 / mass, friction


@mistake(
    "Game Development Stack Exchange: How can I fix my velocity damping to work with any delta/frame time?",
    "power|expon|exact|β|beta",
)
def momentum_from_ball(mass, friction, dt):
    return dt**2 / mass, abs(1 - friction / mass) ** dt


@mistake("github: distillpub/post--momentum#34", "root|√|gradient descent")
def optimal_heavy_ball(mu, L):
    kappa = L / mu
    return 4 / (L**0.5 + mu**0.5) ** 2, ((kappa - 1) / (kappa + 1)) ** 2


@mistake("github: statsmodels/statsmodels#7938", "root|√")
def optimal_heavy_ball(mu, L):
    return 4 / (L + mu) ** 2, ((L - mu) / (L + mu)) ** 2


@mistake("github: egonSchiele/grokking_algorithms#62", "half|halv|middle|/ 2|÷ 2")
def edge_of_stability(distance):
    low, high = 0.0, 20.0
    for _halving in range(40):
        mid = low + high
        if distance(mid, 100_000) > 1:
            high = mid
        else:
            low = mid
    return low


@mistake("github: eeshannarula29/structlinks#64", "half|halv|wrong|revers|exchang|end")
def edge_of_stability(distance):
    low, high = 0.0, 20.0
    for _halving in range(40):
        mid = (low + high) / 2
        if distance(mid, 100_000) < 1:
            high = mid
        else:
            low = mid
    return low


@mistake("github: OPM/opm-simulators#4617", "half|halv|interval|update|always|whatever")
def edge_of_stability(distance):
    low, high = 0.0, 20.0
    interval = high - low
    mid = low + interval / 2
    for _halving in range(40):
        mid = low + interval / 2
        if distance(mid, 100_000) < 1:
            low = min(low, mid)
        else:
            high = mid
    return mid


@mistake("github: fastai/fastbook#483", "average|1 − β|1 - |beta")
def momentum_step(w, v, grad, lr, beta):
    v = beta * v - lr * (1 - beta) * grad
    return w + v, v


@mistake("github: gbionics/jaxsim#68", "first|old|before")
def ball_step(x, v, grad, mass, friction, dt):
    new = v + dt / mass * (-grad - friction * v)
    moving = new.copy()
    moving.flat[0] = v.flat[0]
    return x + dt * moving, new
