"""The picture that social networks show beside a link to the course: a ball's path through a ravine."""

import numpy as np
from matplotlib.figure import Figure

from ravine.problems import Quadratic

SIZE = 1200, 630  # pixels, as Open Graph asks
DESCRIPTION = "A ball rolls down a ravine of contour lines. Ravine: the methods that train neural networks"
PAPER, LINE, PATH, INK = "#14191c", "#3f5560", "#f2b077", "#eef2f4"


def ball_path(surface, start, lr=0.04, beta=0.94, steps=110):
    """Points of a ball that starts at rest, shape (steps + 1, 2)."""
    points, velocity = [np.array(start)], np.zeros(2)
    for _ in range(steps):
        velocity = beta * velocity - lr * surface.gradient(points[-1])
        points.append(points[-1] + velocity)
    return np.array(points)


def draw(target):
    """Write the picture as PNG to the path `target`."""
    figure = Figure(figsize=(SIZE[0] / 100, SIZE[1] / 100), dpi=100, facecolor=PAPER)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    surface = Quadratic(condition_number=10.0, rotation=20.0)
    x, y = np.linspace(-6.2, 6.2, 240), np.linspace(-3.26, 3.26, 126)
    loss = surface.value(np.stack(np.meshgrid(x, y), axis=-1))
    axes.contour(x, y, np.sqrt(loss), levels=18, colors=LINE, linewidths=1.1)
    path = ball_path(surface, (5.7, -1.6))
    axes.plot(*path.T, color=PATH, linewidth=3.2, solid_capstyle="round")
    axes.plot(*path[-1], "o", color=PATH, markersize=17)
    figure.text(0.055, 0.17, "Ravine", color=INK, fontsize=68, fontweight="bold")
    figure.text(0.058, 0.085, "The methods that train neural networks", color=INK, fontsize=24)
    figure.savefig(target)
