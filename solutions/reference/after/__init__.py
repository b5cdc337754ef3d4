"""After the lectures: what networks are trained with today (chapter 8).

Steps in a norm of one's choice, weights that shrink, rates that fall, averages, and how long a step may be.
"""

from solutions.reference.after.adamw_step import adamw_step
from solutions.reference.after.clip_by_global_norm import clip_by_global_norm
from solutions.reference.after.expected_loss import expected_loss
from solutions.reference.after.lion_step import lion_step
from solutions.reference.after.muon_step import muon_step
from solutions.reference.after.newton_schulz import newton_schulz
from solutions.reference.after.noise_scale import noise_scale
from solutions.reference.after.schedule_free_step import schedule_free_step
from solutions.reference.after.stability_limit import stability_limit
from solutions.reference.after.steepest_direction import steepest_direction
from solutions.reference.after.warmup_cosine import warmup_cosine
from solutions.reference.after.warmup_stable_decay import warmup_stable_decay

__all__ = [  # in the order of the notebook
    "steepest_direction",
    "newton_schulz",
    "muon_step",
    "lion_step",
    "adamw_step",
    "clip_by_global_norm",
    "warmup_cosine",
    "warmup_stable_decay",
    "expected_loss",
    "schedule_free_step",
    "noise_scale",
    "stability_limit",
]
