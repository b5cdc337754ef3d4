"""Putting it to work: the triangular learning rate, and a network trained from the reader's own parts (chapter 7).

Cyclical learning rates are Smith, *Cyclical Learning Rates for Training Neural Networks* (WACV 2017). The capstone is
examined with images that only grading has.
"""

from solutions.reference.practice.seeds_needed import seeds_needed
from solutions.reference.practice.train import train
from solutions.reference.practice.triangular_learning_rate import triangular_learning_rate

__all__ = [  # in the order of the notebook
    "triangular_learning_rate",
    "train",
    "seeds_needed",
]
