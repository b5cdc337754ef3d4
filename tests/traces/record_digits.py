"""Split scikit-learn's handwritten digits: `python tests/traces/record_digits.py`, where scikit-learn is installed.

Writes ravine/problems/digits.npz, which students have, and hidden_digits.npz beside the reference of chapter 7, which
grading keeps.
"""

from pathlib import Path

import numpy as np

ROOT = Path(__file__).parents[2]
FILES = {
    "public": ROOT / "ravine/problems/digits.npz",
    "hidden": ROOT / "solutions/reference/practice/hidden_digits.npz",
}
PUBLIC = 1297


def split() -> dict[str, dict[str, np.ndarray]]:
    """Images (n, 64) with grey values 0 to 16 and labels (n,) of both parts, in a fixed random order."""
    from sklearn.datasets import load_digits

    images, labels = (array.astype(np.uint8) for array in load_digits(return_X_y=True))
    order = np.random.default_rng(1998).permutation(len(labels))
    parts = {"public": order[:PUBLIC], "hidden": order[PUBLIC:]}
    return {name: {"images": images[rows], "labels": labels[rows]} for name, rows in parts.items()}


def main():
    for name, arrays in split().items():
        np.savez_compressed(FILES[name], **arrays)


if __name__ == "__main__":
    main()
