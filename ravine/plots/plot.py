"""The base of all live plots: an anywidget in JupyterLab, a still picture that a script wakes on the site."""

import html
import json
import os
import subprocess
from dataclasses import asdict
from typing import Any

import anywidget
import numpy as np
import traitlets

from ravine.errors import UserError
from ravine.language import _
from ravine.plots.bundle import STATIC, node
from ravine.plots.words import WORDS


def slider(default, label, low, high, step=None, *, symbol="", unit="", scale="linear"):
    """A number that the reader moves between `low` and `high`; `scale` is "linear" or "log"."""
    whole = isinstance(default, int)
    kind = traitlets.Int if whole else traitlets.Float
    about = {"label": label, "symbol": symbol, "unit": unit, "low": low, "high": high, "step": step, "scale": scale}
    about["whole"] = whole
    return kind(default, min=low, max=high).tag(sync=True, parameter=True, control={"kind": "slider", **about})


def choice(default, label, options, *, brings=None):
    """One of `options`, a dict from value to the text shown; `brings` says for each which other parameters it sets."""
    control = {"kind": "choice", "label": label, "options": list(options.items()), "brings": brings or {}}
    return traitlets.Enum(list(options), default).tag(sync=True, parameter=True, control=control)


def choices(default, label, options, *, at_most=None):
    """Some of `options`, a dict from value to the text shown; `at_most` that many at once."""
    control = {"kind": "choices", "label": label, "options": list(options.items()), "at_most": at_most or len(options)}
    control["full"] = _("untick one to choose another")
    trait = traitlets.List(traitlets.Enum(list(options)), default, maxlen=at_most or len(options))
    return trait.tag(sync=True, parameter=True, control=control)


def switch(default, label):
    """On or off."""
    return traitlets.Bool(default).tag(sync=True, parameter=True, control={"kind": "switch", "label": label})


def typed(default, label, check):
    """Words that the reader types; `check` raises a UserError, whose sentence is shown, where they cannot be taken."""
    return Typed(default, check=check).tag(sync=True, parameter=True, control={"kind": "text", "label": label})


def parameter(trait):
    """A trait that the picture depends on and no control shows."""
    return trait.tag(sync=True, parameter=True)


class Typed(traitlets.Unicode):
    """Words that `check` takes without a UserError."""

    def __init__(self, default, *, check):
        super().__init__(default)
        self.check = check

    def validate(self, obj, value):
        value = super().validate(obj, value)
        try:
            self.check(value)
        except UserError as error:
            raise traitlets.TraitError(str(error)) from None
        return value


class Point(traitlets.TraitType):
    """Two finite coordinates, kept as a list."""

    info_text = "two finite numbers, such as [-3.0, 1.5]"

    def validate(self, obj, value):
        try:
            point = np.asarray(value, dtype=float)
        except (TypeError, ValueError):
            self.error(obj, value)
        if point.shape != (2,) or not np.isfinite(point).all():
            self.error(obj, value)
        return point.tolist()


class Path(traitlets.TraitType):
    """A path of shape (n, 2), kept as a list of points up to the first that is not finite; None for no path."""

    info_text = "a path: an array of shape (n, 2), one point a row"
    allow_none = True

    def validate(self, obj, value):
        if isinstance(value, list) and not value:
            return value  # a path whose first point is not finite, as kept: traitlets validates it again
        try:
            path = np.asarray(value, dtype=float)
        except (TypeError, ValueError):
            self.error(obj, value)
        if path.ndim != 2 or path.shape[1] != 2:
            self.error(obj, value)
        finite = np.isfinite(path).all(axis=1)
        return path[: len(path) if finite.all() else int(np.argmin(finite))].tolist()


class Surface(traitlets.TraitType):
    """A surface of `ravine.problems` with two coordinates, given to the script by its name and fields."""

    info_text = "a two-dimensional surface of ravine.problems"

    def validate(self, obj, value):
        if isinstance(value, dict):
            return value
        if type(value).__module__.startswith("ravine.problems") and hasattr(value, "gradient"):
            return {"name": type(value).__name__, **asdict(value)}
        self.error(obj, value)


class Plot(anywidget.AnyWidget):
    """A live plot. A subclass declares its parameters as traits; its module `rolling_ball.py` goes with
    `js/figures/rolling-ball.jsx`, and `figure` is that name, `rolling-ball`.

    In JupyterLab traits go both ways: what the reader moves is seen in Python, and setting a trait redraws.
    `trajectory` draws a path of one's own, shape (n, 2). On the site (environment variable RAVINE_SITE=1) the plot
    displays itself as HTML that needs no kernel; with `plays=True` it plays once when a reader comes to it.
    """

    figure: str
    caption: str = ""
    texts: dict[str, str] = {}
    draws: tuple[str, ...] = ()  # exercises whose path a reader may draw in it, on the site

    step = traitlets.Int(None, allow_none=True, min=0, help="the step shown; None for the last").tag(sync=True)
    hidden = traitlets.List(traitlets.Unicode(), help="names of the series not shown").tag(sync=True)
    trajectory = Path(None, help="a path of one's own").tag(sync=True)
    parameters = traitlets.List(help="names of the traits that the picture depends on").tag(sync=True)
    controls = traitlets.List(help="what the reader can move").tag(sync=True)
    words = traitlets.Dict(help="every text shown").tag(sync=True)

    def __init_subclass__(cls, **options):
        super().__init_subclass__(**options)
        cls.figure = cls.__module__.rpartition(".")[2].replace("_", "-")

    def __init__(self, *, name: str | None = None, plays: bool = False, **values: Any):
        unknown = set(values) - set(self.class_trait_names(parameter=True)) - {"step", "hidden", "trajectory", "layout"}
        if unknown:
            known = ", ".join(sorted(self.class_trait_names(parameter=True)))
            raise TypeError(f"{type(self).__name__} has no parameter {', '.join(sorted(unknown))}; it has {known}")
        self.name, self.plays = name or self.figure, plays
        moved = self.class_traits(control=lambda c: c is not None)
        values = {**_brought(moved, values), **values}
        super().__init__(
            parameters=list(self.class_traits(parameter=True)),
            controls=[{"name": trait, **moved[trait].metadata["control"]} for trait in self._declared(moved)],
            words={**WORDS, **self.texts, "caption": self.caption},
            **values,
        )

    @classmethod
    def _declared(cls, traits):
        """Names of traits in the order in which the class body lists them."""
        return [name for base in reversed(cls.__mro__) for name in vars(base) if name in traits]

    @property
    def _esm(self):
        return _built(f"lab/{self.figure}.js")

    @property
    def _css(self):
        return _built("ravine-plots.css")

    def open(self):
        """Open the connection to JupyterLab's model; a page of the site has none."""
        if not on_site():
            super().open()

    def state(self) -> dict[str, Any]:
        """All that the script needs, as plain values."""
        shared = ["parameters", "controls", "words", "step", "hidden", "trajectory"]
        return {name: getattr(self, name) for name in [*self.parameters, *shared]}

    def still(self) -> str:
        """The figure as HTML with its picture, drawn under Node by the code that draws it live."""
        work = json.dumps({"figure": self.figure, "state": self.state(), "id": self.name})
        done = node(STATIC / "node" / "still.mjs", input=work, stdout=subprocess.PIPE, text=True, encoding="utf-8")
        if done.returncode:
            raise RuntimeError(f"the still picture of {self.figure} could not be drawn; Node's message is above")
        return done.stdout

    def to_html(self) -> str:
        """The figure for a page of the site: still picture, state for the script, caption."""
        plays = ' data-plays="once"' if self.plays else ""
        draws = f' data-draws="{" ".join(self.draws)}"' if self.draws else ""
        own = {name: text for name, text in self.words.items() if WORDS.get(name) != text}  # the script has the others
        state = json.dumps(self.state() | {"words": own}, ensure_ascii=False).replace("<", "\\u003c")
        return (
            f'<figure class="ravine-plot" id="{html.escape(self.name)}" data-plot="{self.figure}"{plays}{draws}>'
            f'<div class="ravine-view">{self.still()}</div>'
            f'<script type="application/json">{state}</script>'
            f"<figcaption>{html.escape(self.caption)}</figcaption></figure>"
        )

    def _repr_mimebundle_(self, **options):
        if on_site():
            return {"text/html": self.to_html(), "text/plain": self.caption}
        return super()._repr_mimebundle_(**options)


def _brought(traits, values):
    """What the options chosen bring along."""
    brought = {}
    for name in traits.keys() & values.keys():
        if brings := traits[name].metadata["control"].get("brings"):
            brought |= brings.get(values[name], {})
    return brought


def on_site() -> bool:
    """Whether plots are being displayed for a page of the site."""
    return os.environ.get("RAVINE_SITE") == "1"


def _built(name):
    file = STATIC / name
    if not file.exists():
        raise FileNotFoundError(_("The live plots are not bundled yet: run `ravine build`, or `make course`."))
    return file.read_text(encoding="utf-8")
