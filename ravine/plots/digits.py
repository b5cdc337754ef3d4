"""Handwritten digits on a page, each with a few words below."""

import html
from collections import defaultdict
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from ravine.language import _


def as_html(images: NDArray, words: Iterable[str]) -> str:
    """Images (n, 64), entries in [0, 1], side by side as ink on the page's own ground, with their words."""
    row = "display: flex; flex-wrap: wrap; gap: 0.8rem 1.2rem; margin: 1rem 0"
    return f'<div class="ravine-digits" style="{row}">{"".join(map(_captioned, images, words))}</div>'


def _captioned(image, words):
    words = html.escape(words)
    label = _("handwritten digit: {words}").format(words=words)
    picture = f'<svg viewBox="0 0 8 8" width="56" height="56" role="img" aria-label="{label}">{_ink(image)}</svg>'
    cell = "margin: 0; text-align: center; line-height: 1.3; font-size: 0.85rem"
    return f'<figure style="{cell}">{picture}<figcaption style="margin: 0">{words}</figcaption></figure>'


def _ink(image):
    """One path for each shade."""
    shades = defaultdict(str)
    for pixel in np.flatnonzero(image):
        shades[round(image[pixel], 4)] += f"M{pixel % 8} {pixel // 8}h1v1h-1z"
    return "".join(f'<path fill="currentColor" fill-opacity="{shade}" d="{d}"/>' for shade, d in shades.items())
