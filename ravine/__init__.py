"""Ravine: a course on the optimisation methods that train neural networks.

In a notebook: `from ravine import check, plots`.
"""

from ravine.check import check

__all__ = ["check"]
