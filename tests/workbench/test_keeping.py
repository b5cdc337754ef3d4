"""What the page keeps, takes along and reads back: pure JavaScript, run under Node."""

import json
import subprocess
from pathlib import Path

import pytest

from ravine.plots import bundle
from tests.site.conftest import ROOT

SCRIPT = Path(__file__).with_name("keeping.mjs")


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    built = tmp_path_factory.mktemp("keeping") / "keeping.mjs"
    bundle.install_packages()
    bundle.esbuild([SCRIPT], f"--outfile={built}", "--platform=node")
    notebook = (ROOT / "exercises" / "momentum" / "momentum.ipynb").read_text(encoding="utf-8")
    done = bundle.node(built, input=notebook, stdout=subprocess.PIPE, encoding="utf-8", check=True)
    return json.loads(done.stdout)


EXPECTED = {
    "keepsByVersion": [None, "old", None],
    "solvedOnlyAsItWasFoundRight": [True, False],
    "rescuesWhatIsDamaged": [None, True, False, [["ravine:damaged:Linear:v1:7", '{"source": 3}']]],
    "livesWithoutStorageAndWithAFullOne": [[False, "a", 1], [False, "a", 1]],
    "partsAreAllOtherAnswersUntilTheyAreWritten": [None, "class Linear: pass\n\n\nclass ReLU: pass", "mine"],
    "earlierAnswersAreThoseThatASourceNames": [["Linear"], [], ["parts"], []],
    "forANotebookWhatIsWritten": {"train": "t", "why": "w"},
    "aFileComesBackAsItWent": [["Linear"], ["ReLU"], 1, True],
    "filesThatAreNone": ["noJson", "noAnswers", "noAnswers", "noAnswers", "noAnswers"],
    "aNotebookUnchangedHoldsNoAnswer": [0, 0, 0],
    "filledAndRead": [[["a\n", "b"], []], "a\nb"],
}


@pytest.mark.parametrize("name", EXPECTED)
def test_what_is_kept_and_taken_along(results, name):
    assert results[name] == EXPECTED[name]


def test_every_case_is_looked_at(results):
    assert results.keys() == EXPECTED.keys()
