"""Mistakes that people made in public: what each is told; the few that are told nothing right are listed, with why."""

import re
from collections import Counter

import pytest

from ravine.check import tables
from ravine.exercises.judge import judge
from ravine.exercises.sentences import reasons
from tests.corpus import everything

# Told something else than what the pattern looks for, and why that is true of the answer, too.
ALSO_TRUE = {
    "ema: github: karpathy/nanochat#818": "the count of the steps begins with 2 in place of 1",
    "ema: github: kozistr/pytorch_optimizer#525": "1 times the power is the power, by which it divides",
    "adagrad_step: github: PaddlePaddle/Paddle#4184": "a step added instead of subtracted goes the opposite way",
    "warmup_stable_decay: github: invergent-ai/surogate#32": "without that factor the rate stays at its height",
    "stability_limit: github: mlpack/mlpack#1279": "the factor of momentum, taken for Nesterov's, lacks 1 + 2β below",
    "estimate_kappa: thinbug.com/q/30386437: the order of the eigenvalues of numpy.linalg.eig": "the wrong order: 1/κ",
    "warmup_cosine: github: facebookresearch/ParlAI#4384": "a cosine that stays at its beginning is a constant",
    "Value: github: karpathy/micrograd#68": "the same in other words: passed on along every path, again and again",
    "ReLU: github: ahmedfgad/NumPyCNN#4": "forward lets every x through",
    "lookahead: github: lessw2020/Ranger-Deep-Learning-Optimizer#24": "fast weights are the ends of inner steps",
    "largest_stable_alpha: github: EricDarve/numerical_linear_algebra#43": "its quotient is above 1: cut to 1, as said",
    "edge_of_stability: github: egonSchiele/grokking_algorithms#62": "the middle is the upper end: never above 0",
    "edge_of_stability: github: eeshannarula29/structlinks#64": "only the lower end moves, up to 20",
    "ball_step: github: ThomasLengeling/traerphysics#2": "it divides by dt, which is as good as 2 where dt is ½",
}
# To be mended: told a reason that is not the answer's.
NOT_TRUE = {
    "rmsprop_step: github: zc911/MatrixSlow#28": "lacks 1 − ρ at the first step alone, so that nothing grows",
}
TOLD_AT_LEAST = 0.65  # of them; `benchmarks/diagnosis.py` prints how many

pytestmark = pytest.mark.filterwarnings("ignore")


def said(mistake):
    """What the self-check tells of it: the reasons, or None where it passes."""
    exercise, public = tables()[mistake.exercise]
    judgement = judge(exercise, mistake.answer, public)
    return None if judgement.right else " ".join(reasons(judgement))


def test_none_passes_and_every_reason_is_right():
    told = {f"{m.exercise}: {m.source}": (m.told, said(m)) for m in everything()}
    assert len(told) == len(everything())  # no two have one name
    assert [name for name, (_pattern, words) in told.items() if words is None] == []
    others = {name: words for name, (pattern, words) in told.items() if words and not re.search(pattern, words)}
    assert others.keys() == ALSO_TRUE.keys() | NOT_TRUE.keys(), others
    assert sum(bool(words) for _pattern, words in told.values()) >= TOLD_AT_LEAST * len(told)


def test_it_is_large_wide_and_halved():
    of = Counter(m.exercise for m in everything())
    assert of.total() >= 150
    assert {name for name in tables() if of[name] < 2} == set()
    files = Counter(m.answer.__module__ for m in everything())
    assert [file for file, n in files.items() if n % 2] == []  # each half keeps its own when a file grows


def test_of_a_number_that_is_the_same_in_every_example_no_more_is_claimed():
    (divides_by_dt,) = (m for m in everything() if m.source == "github: ThomasLengeling/traerphysics#2")
    assert "with 2 for `dt`, which is 0.5 in every public example" in said(divides_by_dt)
