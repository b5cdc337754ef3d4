"""WebAssembly judges as this Python does: all right answers, all misconceptions, all answers of the sample classes."""

import json

import pytest

from ravine.check import tables
from ravine.plots.bundle import node
from ravine.site.workbench.answers import answered
from ravine.site.workbench.archive import setups
from solutions.samples import ANSWERS, assignments, read_answer, samples
from tests.grading.courses import ROOT
from tests.workbench.reference_answers import replies

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("engine"), pytest.mark.filterwarnings("ignore::RuntimeWarning")]
# What is said otherwise in Pyodide, with Python 3.12 and numpy 2.0, and why. The verdict is the same.
EXPLAINED = {
    "Value/calls_itself": "Python 3.11 and 3.12 word and place a RecursionError differently",
    "momentum_step/vectors_only": "numpy 2.4 makes no number of an array of shape (1,), numpy 2.0 does",
}


def questions():
    """Each answer of the sample classes by exercise/style, with that student's earlier answers before it."""
    styles = {(path.parent.name, read_answer(path.read_text("utf-8")).source): path for path in ANSWERS.glob("*/*.py")}
    asked = {}
    for assignment in assignments():
        for sample in samples(assignment).values():
            cells = [(name, a) for name, a in sample.answers.items() if not a.never_ends and not a.by_hand]
            for place, (name, answer) in enumerate(cells):
                if name in tables():
                    earlier = [{"exercise": other, "source": a.source} for other, a in cells[:place]]
                    question = {"kind": "check", "exercise": name, "source": answer.source, "earlier": earlier}
                    asked.setdefault(f"{name}/{styles[name, answer.source].stem}", question)
    return asked


@pytest.fixture(scope="module")
def judged(static):
    """(the sample answers judged here, in Pyodide, the replies in Pyodide), by exercise/answer."""
    asked, first = questions(), setups(ROOT)
    done = node(
        ROOT / "tests" / "workbench" / "judge.mjs",
        static,
        ROOT,
        input=json.dumps(list(asked.values())),
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    there = json.loads(done.stdout)
    here = {name: answered(q, first[q["exercise"]]) for name, q in asked.items()}
    return here, dict(zip(asked, there["answers"])), there["replies"]


# Not what is printed: only this Python warns of overflow and division by zero.
FIELDS = (
    "text",
    "parts",
    "example",
    "reason",
    "misconception",
    "section",
    "line",
)


def test_every_sample_answer_gets_the_same_verdict_and_sentences(judged):
    here, there, _replies = judged
    assert len(here) > 500
    assert {name: answer["verdict"] for name, answer in there.items()} == {n: a["verdict"] for n, a in here.items()}
    alike = {n: {f: (a[f], there[n][f]) for f in FIELDS if a[f] != there[n][f]} for n, a in here.items()}
    assert {name: difference for name, difference in alike.items() if difference and name not in EXPLAINED} == {}


def test_every_right_answer_and_misconception_gets_the_same_reply(judged):
    here, there = replies(), judged[-1]
    assert set(here) == set(there) and len(here) > 500
    unlike = {name: (said, there[name]) for name, said in here.items() if said != there[name]}
    assert {name: both for name, both in unlike.items() if name not in EXPLAINED} == {}


def test_what_is_explained_exists(judged):
    assert set(EXPLAINED) <= set(judged[0]) | set(judged[-1])
