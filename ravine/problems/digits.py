"""Handwritten digits to learn from.

1,297 of the 1,797 images of the *Optical Recognition of Handwritten Digits* data set that scikit-learn bundles
(E. Alpaydin and C. Kaynak, UCI Machine Learning Repository 1998, CC BY 4.0): 8 × 8 pixels with 17 shades of grey. The
file `digits.npz` is made by `tests/traces/record_digits.py`; the other images are kept for grading.
"""

from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

SHADES = 16  # of the darkest pixel


def digits() -> tuple[NDArray, NDArray]:
    """Images (1297, 64), float64 in [0, 1], row by row from the top left pixel; their labels (1297,), integers 0–9."""
    images, labels = read_digits(Path(__file__).with_name("digits.npz"))
    return images.copy(), labels.copy()


@cache
def read_digits(path: Path) -> tuple[NDArray, NDArray]:
    """Images and labels of a file with arrays `images` and `labels`."""
    with np.load(path, allow_pickle=False) as file:
        return file["images"] / SHADES, file["labels"].astype(int)
