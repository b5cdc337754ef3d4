"""What the worker calls: questions and answers as JSON."""

import json
from collections.abc import Callable
from pathlib import Path

from ravine.site.workbench import answers
from ravine.site.workbench.watch import watching

SETUPS = "setups.json"  # beside this file in the worker: the first cell of each exercise's notebook
limit = answers.limit


def answer(question: str, tell: Callable[[int], None]) -> str:
    """The answer to a question of the page; `tell` is given the line that runs."""
    request = json.loads(question)
    with watching(answers.FILE, tell):
        return json.dumps(answers.answered(request, _setups()[request["exercise"]]))


def _setups():
    return json.loads(Path(__file__).with_name(SETUPS).read_text(encoding="utf-8"))
