"""Chapter 3, momentum: the right functions, and beside each the wrong ones that students write.

Arrays are float64 of any one shape with at least one axis; `grad` has the shape of the weights. Draws keep the terms
of a sum apart in size, so that no result is the small difference of large numbers: every correct way of computing
it, float32 too, then agrees within the tolerance.
"""

from solutions.reference.momentum.ball_step import ball_step
from solutions.reference.momentum.edge_of_stability import edge_of_stability
from solutions.reference.momentum.momentum_from_ball import momentum_from_ball
from solutions.reference.momentum.momentum_step import momentum_step
from solutions.reference.momentum.nesterov_step import nesterov_step
from solutions.reference.momentum.nesterov_step_rewritten import nesterov_step_rewritten
from solutions.reference.momentum.optimal_heavy_ball import optimal_heavy_ball

__all__ = [  # in the order of the notebook
    "ball_step",
    "momentum_from_ball",
    "momentum_step",
    "optimal_heavy_ball",
    "nesterov_step",
    "nesterov_step_rewritten",
    "edge_of_stability",
]
