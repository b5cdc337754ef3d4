"""A histogram as SVG, in the colours of the page it is put into."""

import math
from collections.abc import Sequence

from markupsafe import Markup

from ravine.language import _

WIDTH, HEIGHT = 480, 240
LEFT, BOTTOM, TOP, RIGHT = 36, 40, 12, 8
MOST_BINS = 10


def histogram(scores: Sequence[float], max_score: float) -> Markup:
    """How many of `scores`, from 0 to `max_score`, fall into each of at most ten bins of equal width."""
    edges = bin_edges(max_score)
    counts = count(scores, edges)
    top = max(counts, default=0)
    step = max(1, math.ceil(top / 4))
    highest = max(step, step * math.ceil(top / step))
    width = (WIDTH - LEFT - RIGHT) / len(counts)

    def y(n):
        return TOP + (HEIGHT - TOP - BOTTOM) * (1 - n / highest)

    parts = []
    for n in range(0, highest + 1, step):
        parts.append(f'<line class="grid" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y(n):.1f}" y2="{y(n):.1f}"/>')
        parts.append(f'<text x="{LEFT - 8}" y="{y(n) + 5:.1f}" text-anchor="end">{n}</text>')
    for i, n in enumerate(counts):
        x, height = LEFT + i * width, y(0) - y(n)
        words = _("{low:g} to {high:g} points: {n}").format(low=edges[i], high=edges[i + 1], n=n)
        parts.append(
            f'<rect x="{x + 2:.1f}" y="{y(n):.1f}" width="{width - 4:.1f}" height="{height:.1f}">'
            f"<title>{words}</title></rect>"
        )
    for i, edge in enumerate(edges):
        x = LEFT + i * width
        parts.append(f'<text x="{x:.1f}" y="{HEIGHT - BOTTOM + 18}" text-anchor="middle">{edge:g}</text>')
    parts.append(f'<text x="{WIDTH / 2}" y="{HEIGHT - 4}" text-anchor="middle">{_("points")}</text>')
    summary = "; ".join(
        _("{low:g} to {high:g}: {n}").format(low=edges[i], high=edges[i + 1], n=n) for i, n in enumerate(counts) if n
    )
    label = _("Students by points. {summary}").format(summary=summary)
    return Markup(
        f'<svg class="histogram" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{Markup.escape(label)}">'
        + "".join(parts)
        + "</svg>"
    )


def bin_edges(max_score: float) -> list[float]:
    """The edges of at most ten bins from 0 to `max_score`, of a whole number of points each if that is possible."""
    if max_score <= 0:
        return [0.0, 1.0]
    width = max(1, math.ceil(max_score / MOST_BINS))
    edges = [float(e) for e in range(0, math.ceil(max_score) + width, width)]
    return [e for e in edges if e < max_score] + [float(max_score)]


def count(scores: Sequence[float], edges: Sequence[float]) -> list[int]:
    """How many scores lie in [edge, next edge); the last bin holds its upper edge and all above."""
    counts = [0] * (len(edges) - 1)
    for score in scores:
        inside = [i for i, edge in enumerate(edges[:-1]) if score >= edge]
        counts[inside[-1] if inside else 0] += 1
    return counts
