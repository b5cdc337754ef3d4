"""How the ball rolls: mass, friction and time step, the ball's path and its energy."""

import traitlets

from ravine.language import _
from ravine.plots.plot import Plot, Point, Surface, choice, parameter, slider
from ravine.problems import Quadratic


class RollingBall(Plot):
    """A ball with mass and friction in a ravine, by Euler's explicit or semi-implicit scheme."""

    caption = _(
        "A ball released at rest rolls in a ravine. Drag its start, change its mass, the friction and the time step, "
        "and watch its energy."
    )
    mass = slider(1.0, _("mass"), 0.2, 10.0, 0.1, symbol="m", unit="kg")
    friction = slider(0.3, _("friction"), 0.0, 3.0, 0.05, symbol="γ", unit="kg/s")
    time_step = slider(0.2, _("time step"), 0.05, 2.5, 0.05, symbol="Δt", unit="s")
    scheme = choice(
        "semi-implicit",
        _("The position moves with"),
        {"semi-implicit": _("the new velocity (semi-implicit)"), "explicit": _("the old velocity (explicit)")},
    )
    duration = parameter(traitlets.Float(25.0, min=1.0, max=100.0))
    start = parameter(Point([-4.0, 2.5]))
    surface = parameter(Surface())
    draws = ("ball_step", "momentum_step")
    texts = {
        "map": _("The ball in the ravine, seen from above"),
        "energy": _("Its energy over time"),
        "energyUnit": _("energy (J)"),
        "time": _("time (s)"),
        "ball": _("ball, step by step"),
        "continuous": _("ball in continuous time"),
        "potential": _("potential energy"),
        "kinetic": _("kinetic energy"),
        "total": _("total energy"),
        "semi-implicit": _("semi-implicit"),
        "explicit": _("explicit"),
        "summary": _(
            "After {time} s of {scheme} Euler the ball is at {place}; its energy went from {first} J to {energy} J. "
            "In the optimiser's words the learning rate is {lr} and the momentum {beta}."
        ),
    }

    @traitlets.default("surface")
    def _ravine(self):
        return Quadratic(condition_number=10.0, rotation=20.0)
