"""A picture to play with in a notebook: sliders on top, and below them what a student's own function does.

explore(paths, Quadratic(20), lr=(0.01, 0.2, 0.1), beta=(0, 0.99, 0.9)) draws paths on a surface,
explore_curves(variances, x="layer", y="variance", log=True, std=(0.01, 0.5, 0.1)) draws curves.
"""

import io
from collections.abc import Callable
from html import escape
from math import ceil, log10
from typing import Any

import ipywidgets as widgets
import numpy as np
from IPython.display import display
from matplotlib.figure import Figure
from numpy.typing import ArrayLike, NDArray

from ravine.exercises.comparison import as_numbers
from ravine.language import _

LABELS = {
    "lr": _("learning rate α"),
    "beta": _("momentum β"),
    "std": _("standard deviation σ"),
    "batch_size": _("batch size b"),
    "width": _("units a layer"),
    "slope": _("slope c"),
}
SHOWN = True  # False where nobody sees widgets, as in the grader: the numbers are computed, the picture is not drawn
STYLES: tuple[dict[str, Any], ...] = (
    {"color": "#0b6e99", "marker": "o", "linestyle": "-"},
    {"color": "#b3530a", "marker": "s", "linestyle": "--"},
    {"color": "#5b3f99", "marker": "^", "linestyle": ":"},
)


def explore(
    paths: Callable[..., dict[str, ArrayLike]],
    surface: Any,
    *,
    view: tuple[float, float, float, float] = (-3, 3, -2, 2),
    **sliders: tuple[float, float, float],
) -> None:
    """Show sliders and the paths for their values, drawn anew at every move of a slider.

    `paths` takes the sliders' values by name and returns paths by label, each of shape (steps + 1, 2);
    `surface` has `value(w)` for w of shape (..., 2); `view` is (x low, x high, y low, y high); every other
    argument is a slider: (lowest, highest, first value). What goes wrong in `paths` is said in a sentence.
    """
    _play(paths, _points_of, lambda found: summary(found, surface), lambda found: draw(found, surface, view), sliders)


def explore_curves(
    curves: Callable[..., dict[str, ArrayLike]],
    *,
    x: str,
    y: str,
    first: int = 0,
    log: bool = False,
    **sliders: tuple[float, float, float],
) -> None:
    """Show sliders and curves for their values, drawn anew at every move of a slider.

    `curves` takes the sliders' values by name and returns numbers by label, each of shape (n,), drawn over
    first, first + 1, …; `x` and `y` name the axes, `log` makes the second logarithmic. Sliders as in `explore`.
    """
    _play(curves, _numbers_of, last_values, lambda found: draw_curves(found, x, y, first, log), sliders)


def _play(compute, read, say, draw, sliders):
    """Sliders, and below them the picture and the sentences of what `compute` returns, as `read` takes it."""
    controls = {name: _slider(name, *numbers) for name, numbers in sliders.items()}
    picture = widgets.Image(format="png", layout={"max_width": "100%", "width": "640px"})
    words = widgets.HTML()

    def redraw(_change=None):
        found, message = attempt(compute, {name: control.value for name, control in controls.items()}, read)
        words.value = message or "<br>".join(escape(line) for line in say(found))
        picture.layout.display = "none" if message else None
        if SHOWN and not message:
            picture.value = draw(found)

    for control in controls.values():
        control.observe(redraw, names="value")
    redraw()
    display(widgets.VBox([*controls.values(), picture, words]))


def _slider(name, lowest, highest, first):
    """A slider of whole numbers where the range and the first value are whole numbers."""
    shared = {
        "min": lowest,
        "max": highest,
        "description": LABELS.get(name, name),
        "style": {"description_width": "11em"},
        "layout": {"width": "100%", "max_width": "640px"},
    }
    if all(isinstance(number, int) for number in (lowest, highest, first)):
        return widgets.IntSlider(first, **shared)
    return widgets.FloatSlider(first, step=10 ** (ceil(log10(highest - lowest)) - 2), readout_format=".2f", **shared)


def attempt(compute: Callable, values: dict[str, float], read: Callable) -> tuple[dict[str, NDArray], str]:
    """What `compute` gives for these values and no message, or none and a message in HTML that says what is wrong."""
    try:
        with np.errstate(all="ignore"):  # what diverges is worth seeing
            return read(compute(**values))
    except NotImplementedError:
        return {}, _("The function is not written yet. Write it above, run its cell, then run this cell again.")
    except NameError as error:
        return {}, _("<code>{name}</code> is not known yet. Run the cell that defines it, then this one again.").format(
            name=escape(str(error.name))
        )
    except Exception as error:
        said = f"{type(error).__name__}: {error}"
        return {}, _("The picture could not be computed. Your function raised <code>{error}</code>").format(
            error=escape(said)
        )


def _points_of(found):
    """Paths as arrays of shape (n, 2), or a message about the first that is none."""
    words = _("The path “{label}” is not made of points with two coordinates.")
    return _arrays(found, lambda path: path.ndim == 2 and path.shape[1] == 2, words)


def _numbers_of(found):
    """Curves as arrays of shape (n,), or a message about the first that is none."""
    return _arrays(found, lambda curve: curve.ndim == 1, _("The curve “{label}” is not a row of numbers."))


def _arrays(found, fits, words):
    found = {label: as_numbers(value) for label, value in found.items()}
    for label, value in found.items():
        if value is None or not fits(value):
            return {}, words.format(label=escape(label))
    return found, ""


def summary(paths: dict[str, NDArray], surface: Any) -> list[str]:
    """A sentence for each path: where it ends, or that it diverges."""
    return [_sentence(label, path, surface) for label, path in paths.items()]


def _sentence(label, path, surface):
    with np.errstate(all="ignore"):
        first, last = surface.value(path[0]), surface.value(path[-1])
    if not np.isfinite(last) or last > first:
        return _("{label}: the loss grows, this choice is not stable.").format(label=label)
    return _("{label}: after {steps} steps the loss has fallen from {first:.3g} to {last:.3g}.").format(
        label=label, steps=len(path) - 1, first=first, last=last
    )


def draw(paths: dict[str, NDArray], surface: Any, view: tuple[float, float, float, float]) -> bytes:
    """The paths over the surface's contour lines, as PNG."""
    left, right, bottom, top = view
    figure = Figure(figsize=(6.4, 6.4 * (top - bottom) / (right - left) + 0.2), layout="constrained")
    axes = figure.add_subplot()
    x, y = np.meshgrid(np.linspace(left, right, 121), np.linspace(bottom, top, 81))
    heights = surface.value(np.stack([x, y], axis=-1))
    axes.contour(x, y, np.sqrt(heights - heights.min()), levels=12, colors="0.75", linewidths=0.8)
    for (label, path), style in zip(paths.items(), STYLES):
        seen = np.clip(path[np.isfinite(path).all(axis=1)], -1e3, 1e3)  # matplotlib draws no farther
        axes.plot(*seen.T, label=label, markersize=3.5, linewidth=1.2, **style)
    axes.set(xlim=(left, right), ylim=(bottom, top), xlabel="w₁", ylabel="w₂", aspect="equal")
    axes.legend(loc="upper right", fontsize="small")
    png = io.BytesIO()
    figure.savefig(png, dpi=110)
    return png.getvalue()


def last_values(curves: dict[str, NDArray]) -> list[str]:
    """A sentence for each curve: where it ends."""
    return [
        _("{label}: {value:.3g} in the end.").format(label=label, value=curve[-1]) for label, curve in curves.items()
    ]


def draw_curves(curves: dict[str, NDArray], x: str, y: str, first: int, log: bool) -> bytes:
    """The curves over first, first + 1, …, as PNG, without what is not finite or a logarithm does not take."""
    figure = Figure(figsize=(6.4, 3.6), layout="constrained")
    axes = figure.add_subplot()
    for (label, curve), style in zip(curves.items(), STYLES):
        seen = np.where(np.isfinite(curve) & ((curve > 0) | (not log)), curve, np.nan)
        axes.plot(first + np.arange(len(curve)), seen, label=label, markersize=3.5, linewidth=1.2, **style)
    axes.set(xlabel=x, ylabel=y, yscale="log" if log else "linear")
    axes.legend(fontsize="small")
    png = io.BytesIO()
    figure.savefig(png, dpi=110)
    return png.getvalue()
