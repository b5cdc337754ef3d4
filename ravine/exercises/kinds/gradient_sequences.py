"""Answers that are sequences of gradients: judged by the step that Adam makes at their end, for many are right.

This module contains nothing of the solutions: students have it.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ravine.exercises.comparison import as_numbers, kind_of
from ravine.exercises.observe import Observation, call
from ravine.language import _


def observe_last_step(answer: Any, inputs: dict[str, Any]) -> Observation:
    """Ask `answer(n, beta1, beta2)` for n gradients. Returned: what came, and the length of Adam's last step."""
    return call(lambda n, beta1, beta2: _facts(answer(n, beta1, beta2), n, beta1, beta2), inputs)


def _facts(gradients, n, beta1, beta2):
    numbers = as_numbers(gradients)
    wanted = _("numbers, one for each step")
    if numbers is None or numbers.shape != (n,):
        came = kind_of(gradients) if numbers is None else _("an array of shape {shape}").format(shape=numbers.shape)
        return {"the gradients": came, "the last step": 0.0}
    return {"the gradients": wanted, "the last step": last_step(numbers, beta1, beta2)}


def last_step(gradients: NDArray, beta1: float, beta2: float) -> float:
    """|m̂|/√v̂ after these gradients (n,) of one weight: the length of Adam's step in learning rates, with ε = 0.

    After nothing but zeros it is 0. The gradients' size does not matter, and is taken out first.
    """
    if not (largest := np.abs(gradients).max(initial=0.0)) > 0:
        return 0.0
    age = np.arange(len(gradients))[::-1]
    m, v = (np.sum(beta**age * (gradients / largest) ** p) / np.sum(beta**age) for beta, p in ((beta1, 1), (beta2, 2)))
    return float(abs(m) / np.sqrt(v))
