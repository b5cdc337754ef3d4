"""A picture to play with in a notebook: sliders on top, and below them the paths that a student's own function takes.

explore(paths, Quadratic(20), lr=(0.01, 0.2, 0.1), beta=(0, 0.99, 0.9))
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

from ravine.comparison import as_numbers
from ravine.language import _

LABELS = {"lr": _("learning rate α"), "beta": _("momentum β")}
STYLES = (
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

    ``paths`` takes the sliders' values by name and returns paths by label, each of shape (steps + 1, 2);
    ``surface`` has ``value(w)`` for w of shape (..., 2); ``view`` is (x low, x high, y low, y high); every other
    argument is a slider: (lowest, highest, first value). What goes wrong in ``paths`` is said in a sentence.
    """
    controls = {name: _slider(name, *numbers) for name, numbers in sliders.items()}
    picture = widgets.Image(format="png", layout={"max_width": "100%", "width": "640px"})
    words = widgets.HTML()

    def redraw(_change=None):
        values = {name: control.value for name, control in controls.items()}
        found, message = attempt(paths, values)
        words.value = message or "<br>".join(escape(line) for line in summary(found, surface))
        picture.layout.display = "none" if message else None
        if not message:
            picture.value = draw(found, surface, view)

    for control in controls.values():
        control.observe(redraw, names="value")
    redraw()
    display(widgets.VBox([*controls.values(), picture, words]))


def _slider(name, lowest, highest, first):
    return widgets.FloatSlider(
        first,
        min=lowest,
        max=highest,
        step=10 ** (ceil(log10(highest - lowest)) - 2),
        description=LABELS.get(name, name),
        readout_format=".2f",
        style={"description_width": "9em"},
        layout={"width": "100%", "max_width": "640px"},
    )


def attempt(paths: Callable, values: dict[str, float]) -> tuple[dict[str, NDArray], str]:
    """The paths for these values and no message, or none and a message in HTML that says what is the matter."""
    try:
        with np.errstate(all="ignore"):  # a path that diverges is worth seeing
            found = paths(**values)
    except NotImplementedError:
        return {}, _("The function is not written yet. Write it above, run its cell, then run this cell again.")
    except NameError as error:
        return {}, _("<code>{name}</code> is not known yet. Run the cell that defines it, then this one again.").format(
            name=escape(str(error.name))
        )
    except Exception as error:
        said = f"{type(error).__name__}: {error}"
        return {}, _("The path could not be computed. Your function raised <code>{error}</code>").format(
            error=escape(said)
        )
    found = {label: as_numbers(path) for label, path in found.items()}
    for label, path in found.items():
        if path is None or path.ndim != 2 or path.shape[1] != 2:
            return {}, _("The path “{label}” is not made of points with two coordinates.").format(label=escape(label))
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
