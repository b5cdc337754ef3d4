"""Initialisation: the weights before the first step (chapter 1).

Weight matrices have shape (n_in, n_out) and act as ``x @ W`` on rows. Answers are random: they are judged by what is
true of every right one (`ravine.exercises.kinds.random_answers`), not by the reference's own draws.
"""

from solutions.reference.initialisation.distinct_units import distinct_units
from solutions.reference.initialisation.he_normal import he_normal
from solutions.reference.initialisation.lecun_uniform import lecun_uniform
from solutions.reference.initialisation.orthogonal import orthogonal
from solutions.reference.initialisation.truncated_normal import truncated_normal
from solutions.reference.initialisation.variance_through_depth import variance_through_depth
from solutions.reference.initialisation.xavier_uniform import xavier_uniform

__all__ = [  # in the order of the notebook
    "truncated_normal",
    "lecun_uniform",
    "xavier_uniform",
    "he_normal",
    "orthogonal",
    "variance_through_depth",
    "distinct_units",
]
