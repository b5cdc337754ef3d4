"""Slips of chapter 3: momentum."""

from ravine.course.slips import slip
from ravine.language import _
from solutions.reference.momentum import ball_step, momentum_from_ball, momentum_step, nesterov_step_rewritten

_TWO_SIGNS = _(
    "The gradient has two signs: it joins the velocity with a plus, lr·grad, which is uphill, and leaves the weights "
    "with a minus. It enters with −lr·grad everywhere."
)


@slip(
    momentum_step,
    _TWO_SIGNS + " " + _("And β·v + lr·grad with the new v looks ahead, as Nesterov does: w + v is asked for."),
)
def two_signs_looking_ahead(w, v, grad, lr, beta):
    v = beta * v + lr * grad
    return w + beta * v - lr * grad, v


@slip(nesterov_step_rewritten, _TWO_SIGNS)
def two_signs(u, v, grad, lr, beta):
    v = beta * v + lr * grad
    return u + beta * v - lr * grad, v


@slip(
    nesterov_step_rewritten,
    _(
        "Your velocity gathers gradients, uphill and without lr, and it joins u with a plus beside −lr·grad: its sign "
        "is wrong there. Here the velocity is βv − lr·grad, and u gets βv − lr·grad of the new one."
    ),
)
def uphill_velocity_added(u, v, grad, lr, beta):
    v = beta * v + grad
    return u - lr * grad + lr * beta * v, v


@slip(
    momentum_from_ball,
    _(
        "β is a power in yours, (1 − γ/m)^Δt: what friction leaves when it works all the time. One step of `ball_step` "
        "takes the share γΔt/m off once: β = 1 − γΔt/m."
    ),
)
def power_of_dt(mass, friction, dt):
    return dt**2 / mass, abs(1 - friction / mass) ** dt


@slip(
    ball_step,
    _(
        "dt divides where it should multiply: a longer time changes the velocity more, by dt·force/mass, and moves the "
        "ball further, by dt·v."
    ),
)
def divided_by_dt(x, v, grad, mass, friction, dt):
    v = v + (-grad - friction * v) / mass / dt
    return x + v / dt, v
