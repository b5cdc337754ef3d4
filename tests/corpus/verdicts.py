"""What the self-check says of each mistake of the corpus, and whether that is its reason: counts for the site's page.

`python -m benchmarks.diagnosis --write` writes them into `solutions/outside.json`; a test holds that file to them.
"""

import json
import re
from collections import Counter
from pathlib import Path

from ravine.check import tables
from ravine.exercises.judge import judge
from ravine.exercises.sentences import reasons
from tests.corpus import Mistake, everything

FILE = Path(__file__).resolve().parents[2] / "solutions" / "outside.json"
HALVES = ("built on", "held out")

# Told something else than what the pattern looks for, and why that is true of the answer, too.
ALSO_TRUE = {
    "ema: github: karpathy/nanochat#818": "the count of the steps begins with 2 in place of 1",
    "ema: github: kozistr/pytorch_optimizer#525": "1 times the power is the power, by which it divides",
    "adagrad_step: github: PaddlePaddle/Paddle#4184": "a step added instead of subtracted goes the opposite way",
    "warmup_stable_decay: github: invergent-ai/surogate#32": "without that factor the rate stays at its height",
    "stability_limit: github: mlpack/mlpack#1279": "the factor of momentum, taken for Nesterov's, lacks 1 + 2β below",
    "warmup_cosine: github: facebookresearch/ParlAI#4384": "a cosine that stays at its beginning is a constant",
    "Value: github: karpathy/micrograd#68": "the same in other words: passed on along every path, again and again",
    "ReLU: github: ahmedfgad/NumPyCNN#4": "forward lets every x through",
    "lookahead: github: lessw2020/Ranger-Deep-Learning-Optimizer#24": "fast weights are the ends of inner steps",
    "largest_stable_alpha: github: EricDarve/numerical_linear_algebra#43": "its quotient is above 1: cut to 1, as said",
    "edge_of_stability: github: egonSchiele/grokking_algorithms#62": "the middle is the upper end: never above 0",
    "edge_of_stability: github: eeshannarula29/structlinks#64": "only the lower end moves, up to 20",
}
# To be mended: told a reason that is not the answer's.
NOT_TRUE: dict[str, str] = {}


def said(mistake: Mistake) -> str | None:
    """The reasons that it is told, "" where there are none; None where it passes."""
    exercise, public = tables()[mistake.exercise]
    judgement = judge(exercise, mistake.answer, public)
    return None if judgement.right else " ".join(reasons(judgement))


def verdict(mistake: Mistake, words: str | None) -> str:
    """Whether these words are "right" or "wrong" of it, say "nothing", or it "passed"."""
    if not words:
        return "passed" if words is None else "nothing"
    name = f"{mistake.exercise}: {mistake.source}"
    return "right" if re.search(mistake.told, words) or name in ALSO_TRUE else "wrong"


def counted() -> dict[str, dict[str, int]]:
    """How many of each half of the corpus are told a right reason, a wrong one, nothing, and how many pass."""
    found: dict[str, Counter] = {half: Counter(right=0, wrong=0, nothing=0, passed=0) for half in HALVES}
    for number, mistake in enumerate(everything()):
        found[HALVES[number % 2]][verdict(mistake, said(mistake))] += 1
    return {half: dict(counts) for half, counts in found.items()}


def write() -> None:
    """Keep the counts for the page."""
    FILE.write_text(json.dumps(counted(), indent=1) + "\n", encoding="utf-8")
