"""Places of the site that a report leads to."""

import re
from functools import cache
from pathlib import Path

_HEADING = re.compile(r"^(#+) (.+)$", re.MULTILINE)
_PLOT = re.compile(r"^from ravine\.plots import (\w+)", re.MULTILINE)


def plot_at(root: Path, see: str) -> str:
    """The address of the first plot in the section that `see`, as "momentum.html#friction", leads to; or ""."""
    page, _hash, anchor = see.partition("#")
    found = _PLOT.search(_section(_text(root / "book" / page.replace(".html", ".md")), anchor))
    return f"{page}#{_figure(found[1])}" if found else ""


def _figure(plot):
    """The id of a plot on its page: "rolling-ball" of RollingBall."""
    return re.sub("(?<!^)([A-Z])", r"-\1", plot).lower()


@cache
def _text(path):
    return path.read_text(encoding="utf-8") if path.exists() else ""


def _section(text, anchor):
    """From the heading at an anchor to the next that is not below it; "" where there is no such heading."""
    start = text.find(f"({anchor})=\n")
    headings = list(_HEADING.finditer(text, max(start, 0)))
    own = [h for h in headings if start >= 0 or re.sub(r"\W+", "-", h[2].lower()).strip("-") == anchor]
    if not own:
        return ""
    ends = [h.start() for h in headings if h.start() > own[0].start() and len(h[1]) <= len(own[0][1])]
    return text[own[0].start() : min(ends, default=len(text))]
