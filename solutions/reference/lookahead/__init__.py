"""Lookahead: k steps forward, one step back, with α fixed or picked by a parabola (chapter 5).

The fixed α is Zhang, Lucas, Ba and Hinton, *Lookahead Optimizer: k steps forward, 1 step back* (NeurIPS 2019,
Algorithm 1); the fitted α is the lecture's own.
"""

from solutions.reference.lookahead.best_alpha import best_alpha
from solutions.reference.lookahead.fit_quadratic import fit_quadratic
from solutions.reference.lookahead.largest_stable_alpha import largest_stable_alpha
from solutions.reference.lookahead.lookahead import lookahead
from solutions.reference.lookahead.lookahead_fitted import lookahead_fitted

__all__ = [  # in the order of the notebook
    "lookahead",
    "fit_quadratic",
    "best_alpha",
    "lookahead_fitted",
    "largest_stable_alpha",
]
