"""Functions that are no answers: a sentence says what was found and what was expected; the other answers count."""

import json

import pytest

from ravine.grading.submission.grade import Rules, Submission, grade_submission
from ravine.grading.submission.verdict import RIGHT as IS_RIGHT
from tests.handed_in import RIGHT, assignment, filled_in, mark

STEP = "def momentum_step(w, v, grad, lr, beta):\n    v = beta * v - lr * grad\n    "
WRONG_ANSWERS = {
    "missing": (
        STEP.replace("momentum_step", "step") + "return w + v, v",
        "There is no momentum_step in your notebook. Expected: momentum_step(w, v, grad, lr, beta).",
    ),
    "no function": (
        "momentum_step = 3.5",
        "momentum_step should be a function or class, but is the number 3.5. "
        "Expected: momentum_step(w, v, grad, lr, beta).",
    ),
    "one parameter too few": (
        "def momentum_step(w, v, grad, lr):\n    return w, v",
        "momentum_step() takes 4 positional arguments but 5 were given. It is called as "
        "momentum_step(w, v, grad, lr, beta).",
    ),
    "None": (STEP + "w + v, v", "momentum_step returned None: does it end with a return statement?"),
    "a text": (STEP + "return 'w', v", "the new w should be an array of numbers, but is the text 'w'."),
    "one result for two": (STEP + "return w + v", "One value came back; 2 are asked for."),
    "wrong shape": (STEP + "return np.append(w + v, 0.0), v", "the new w should have shape (1,), but has shape (2,)."),
    "NaN": (STEP + "return w + v, v * np.nan", ", but is nan."),
    "an exception": (STEP + "return w + V, v", "NameError: name 'V' is not defined, in line 3: return w + V, v"),
}


@pytest.mark.parametrize("source, sentence", WRONG_ANSWERS.values(), ids=list(WRONG_ANSWERS))
def test_it_is_told_what_was_found_and_what_was_expected(source, sentence):
    notebook = filled_in(RIGHT)
    cell = next(c for c in notebook.cells if mark(c).get("grade_id") == "momentum_step")
    cell.source = source
    submission = Submission("mallory", json.dumps(notebook).encode())
    verdicts = grade_submission(submission, assignment(), Rules("class secret")).verdicts
    (wrong,) = [v for v in verdicts if v.state != IS_RIGHT]
    assert wrong.grade_id == "test_momentum_step" and wrong.points == 0
    assert sentence in "\n".join(wrong.lines)
