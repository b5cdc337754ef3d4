"""Links in a text that set a plot: ``{plot}`without friction <rolling-ball?friction=0>```.

What follows the plot's name is the state as its own links tell it (ravine/plots/js/kit/permalink.js): what is not named
is as the page shows it first. A name or a value that the plot does not have is an error of the page.
"""

import json
from urllib.parse import parse_qsl, quote, urlencode

import traitlets
from docutils import nodes
from sphinx.util.docutils import ReferenceRole

from ravine.plots import PLOTS

ALWAYS = ("step", "hidden")


def checked(target):
    """The address of a state, `#rolling-ball?friction=0`. Raises ValueError with a sentence where there is none."""
    name, _mark, text = target.partition("?")
    plot = next((plot for plot in PLOTS.values() if plot.figure == name), None)
    if plot is None:
        raise ValueError(f"there is no plot called {name}")
    values = dict(parse_qsl(text, keep_blank_values=True, strict_parsing=bool(text)))
    known = plot.class_traits(parameter=True)
    for each in values:
        if each not in known and each not in ALWAYS:
            raise ValueError(f"the plot {name} has no parameter {each}; it has {', '.join(sorted(known))}")
    try:
        plot(**{each: value if _is_text(known.get(each)) else json.loads(value) for each, value in values.items()})
    except (traitlets.TraitError, json.JSONDecodeError, TypeError) as error:
        raise ValueError(f"the plot {name} cannot be set to {text}: {error}") from error
    return f"#{name}?{urlencode(values, quote_via=quote)}"


def _is_text(trait):
    return isinstance(trait, traitlets.Unicode) or (
        isinstance(trait, traitlets.Enum) and all(isinstance(value, str) for value in trait.values)
    )


class PlotRole(ReferenceRole):
    """Sets a plot of the same page."""

    def run(self):
        """Link, or say what is wrong with the state."""
        try:
            address = checked(self.target)
        except ValueError as error:
            return [], [self.inliner.reporter.error(str(error), line=self.lineno)]
        return [nodes.reference("", self.title, refuri=address, classes=["ravine-set"])], []


def setup(app):
    """Register the role."""
    app.add_role("plot", PlotRole())
