"""The optimiser race: any methods on any surface, with any hyperparameters, from any start."""

import traitlets

from ravine.language import _
from ravine.plots.methods import METHODS, words
from ravine.plots.plot import Plot, Point, choice, choices, parameter, slider, switch

NAMES = {key: method.name for key, method in METHODS.items()}
SURFACES = {
    "ravine": _("ravine, κ = 20"),
    "rosenbrock": _("Rosenbrock"),
    "beale": _("Beale"),
    "himmelblau": _("Himmelblau"),
    "saddle": _("saddle"),
    "plateau": _("plateau"),
    "noisy": _("mini-batches of 8 of 64 examples"),
}

# the exercises whose path takes part: steps of one point, and the whole descent
RACING = ("gradient_descent", "momentum_step", "nesterov_step", "nesterov_step_rewritten", "sign_step", "rprop_step")
RACING += ("normalised_step", "adagrad_step", "rmsprop_step", "adadelta_step", "adam_step", "adamax_step", "nadam_step")
RACING += ("radam_step", "adamw_step", "lion_step", "schedule_free_step")


class Race(Plot):
    """Up to seven methods race on one surface; `settings` holds each method's hyperparameters where they are changed.

    `Race(surface="saddle", methods=["adam"], settings={"adam": {"lr": 0.3}}, trajectory=my_path)` draws a path of
    your own, shape (n, 2), among theirs. `Race(whole=False)` is the race alone, with nothing to choose but the
    surface and the start.
    """

    caption = _(
        "Choose methods, a surface and hyperparameters, and drag the start. The state of every racer at the step shown "
        "stands below; another convention draws a second path of the method being tuned."
    )
    surface = choice("ravine", _("Surface"), SURFACES)
    methods = choices(["descent", "momentum", "nesterov", "adam"], _("Methods, up to seven"), NAMES, at_most=7)
    steps = slider(100, _("steps"), 10, 500, 10)
    cut = switch(False, _("cut long gradients"))
    longest = slider(1.0, _("longest gradient"), 0.01, 100.0, symbol="c", scale="log")
    edge = switch(False, _("show the edge of stability"))
    tuned = parameter(traitlets.Enum(list(NAMES), "adam"))
    convention = parameter(traitlets.Unicode("course"))
    schedule = parameter(traitlets.Enum(["constant", "linear", "cosine"], "constant", help="of all learning rates"))
    settings = parameter(traitlets.Dict(help="hyperparameters by method, {'adam': {'lr': 0.1}}"))
    whole = parameter(traitlets.Bool(True, help="with the choice of methods, the tuning and the table of states"))
    start = parameter(Point(None, allow_none=True, help="None for the surface's own start"))
    draws = RACING
    texts = {
        "map": _("The race, seen from above"),
        "loss": _("Loss above its minimum"),
        "stepsAxis": _("step"),
        "tune": _("Tune"),
        "convention": _("as written in"),
        "course": _("this course"),
        "schedule": _("rates of all"),
        "rates-constant": _("constant"),
        "rates-linear": _("linear to 0"),
        "rates-cosine": _("cosine to 0"),
        "differs": _("What differs is marked:"),
        "edgeTitle": _("Curvature as a share of the largest stable"),
        "edgeAxis": _("αλ / limit"),
        "edgeLine": _("the edge of stability"),
        "beyond": _("Beyond the edge of stability: {names}."),
        "beyondNobody": _("Nobody is beyond the edge of stability."),
        "edgeless": _("Without an edge, because their steps do not follow the gradient's size: {names}."),
        "running": _("z, which runs"),
        "asked": _("y, where it asks"),
        "states": _("The racers' states at the step shown"),
        "method": _("method"),
        "lossColumn": _("loss"),
        "state": _("state"),
        "variant": _("{method} ({convention})"),
        "yoursInPart": _("your path, {steps} of its {all} steps"),
        "nobody": _("No method is chosen."),
        "summary": _("After {step} steps on the surface “{surface}”: {places}."),
        "place": _("{method} has the loss {loss}"),
        "gone": _("{method} has run away"),
        "favourite": _("Who will have the lowest loss? Guess:"),
        "favouriteWon": _("Right, it is {first}."),
        "favouriteLost": _("It is {first}; {favourite} is number {place} of {all}."),
        **words(),
        **{f"on-{name}": text for name, text in SURFACES.items()},
    }

    def __init__(self, **values):
        if not values.get("whole", True):
            self.caption = _("Four methods from one start. Drag it, play the race, and choose another surface.")
        super().__init__(**values)
