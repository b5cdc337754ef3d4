"""No small change of what people read goes unnoticed: every one fails a test, or was reviewed.

survivors.toml says why the reviewed ones change nothing that anybody could see.
"""

import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.grading.courses import ROOT

pytestmark = pytest.mark.slow
REVIEWED = Path(__file__).with_name("survivors.toml")
TESTS = {
    "ravine.check": ["tests/test_check.py", "-k", "not known_reason"],  # which takes long, and is the judge's
    "ravine.exercises.sentences": ["tests/exercises/test_sentences.py"],
    "ravine.exercises.comparison": ["tests/exercises/test_comparison.py"],
    "ravine.exercises.judge": ["tests/exercises/test_judge.py"],
    "ravine.grading.submission.verdict": ["tests/grading/submission/test_verdict.py"],
    "ravine.progress": ["tests/test_progress.py"],
    "ravine.grading.histogram": ["tests/grading/test_histogram.py"],
    "ravine.grading.report": ["tests/grading/test_report.py"],
}  # fmt: skip


@pytest.mark.parametrize("module", TESTS)
def test_every_change_is_noticed_or_was_reviewed(module):
    command = [sys.executable, "-m", "tests.mutation.run", module, *TESTS[module]]
    environment = os.environ | {"OMP_NUM_THREADS": "1", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]
    found = json.loads(done.stdout.splitlines()[-1])
    reviewed = tomllib.loads(REVIEWED.read_text()).get(module, {})
    assert found["tried"] > 20
    assert sorted(set(found["survivors"])) == sorted(reviewed), "a change that no test notices, or one reviewed in vain"
    assert all(reviewed.values()), "why does it change nothing that anybody could see?"
