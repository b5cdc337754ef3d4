"""A test cell, judged in this process: which names it takes, what its value is worth, whose fault a failure is."""

import sys
from types import SimpleNamespace

import numpy as np
import pytest

from ravine.exercises.observe import NoAnswer
from ravine.grading.submission import testcell
from ravine.grading.submission.testcell import TestCell, judge_cell, without_hidden
from ravine.grading.submission.verdict import PARTLY, RIGHT, UNCHECKED, WRONG
from ravine.grading.worker.student import AnswerRaised, Missing

ASKED = {"double": "double(x)", "rate": ""}
HIDDEN = "### BEGIN HIDDEN TESTS\n{}\n### END HIDDEN TESTS\n"


class Student:
    """A student's names, in this process."""

    def __init__(self, **names):
        self.names, self.bound = names, []

    def bind(self, name, signature):
        self.bound.append((name, signature))
        if name not in self.names:
            raise Missing(f"There is no {name}.")
        if isinstance(self.names[name], NoAnswer):
            raise self.names[name]
        return self.names[name]


def verdict_on(source, max_points=4.0, **names):
    student = Student(**({"double": lambda x: 2 * x} | names))
    return judge_cell(TestCell("test_double", source, max_points, ASKED), student, "seed")[0]


def test_of_the_imports_only_what_a_test_uses_is_imported(tmp_path, monkeypatch):
    """What is there for the student's eyes, such as a plot, takes long to import."""
    for name in ("used", "unused"):
        (tmp_path / f"ravine_test_{name}.py").write_text("value = 3.0\n")
    monkeypatch.syspath_prepend(tmp_path)
    imports = "import ravine_test_unused\nfrom ravine_test_used import value\nimport ravine_test_unused as other"
    cell = TestCell("test_double", "assert value == 3.0\ndouble(1)", 4.0, ASKED, imports)
    assert judge_cell(cell, Student(double=lambda x: 2 * x), "seed")[0].points == 2.0
    assert "ravine_test_used" in sys.modules and "ravine_test_unused" not in sys.modules


def raising(type_name, message="", line=None, source=""):
    def answer(_x):
        raise AnswerRaised(type_name, message, line, source)

    return answer


@pytest.mark.parametrize(
    "value, state, points",
    [
        ("2.5", PARTLY, 2.5),
        ("4", RIGHT, 4.0),
        ("9", RIGHT, 4.0),
        ("-1", WRONG, 0.0),
        ("0", WRONG, 0.0),
        ("True", RIGHT, 4.0),
        ("False", RIGHT, 4.0),
        ("None", RIGHT, 4.0),
        ("'1'", RIGHT, 4.0),
        ("np.float64(1)", PARTLY, 1.0),
        ("np.bool_(False)", RIGHT, 4.0),
        ("float('nan')", UNCHECKED, 0.0),
        ("x = 1", RIGHT, 4.0),
    ],
)
def test_the_last_value_is_worth_what_nbgrader_reads_in_it(value, state, points):
    found = verdict_on(f"double\n{value}")
    assert (found.state, found.points, found.max_points) == (state, points, 4.0)


def test_the_cell_is_about_the_first_name_asked_for_that_it_mentions():
    assert TestCell("t", "assert double(1) == 2", 1, ASKED).subject == "double"
    assert TestCell("t", "assert rate and doubled", 1, ASKED).subject == "rate"
    assert TestCell("t", "assert 1", 1, ASKED).subject == "t"


def test_names_are_taken_from_the_student_unless_something_else_defines_them():
    student = Student(double=abs, helper=abs, rate=1)
    source = "import math\nfrom numpy import sin as sine\ndef own(x, *, y=1):\n    return x + y\n"
    source += (
        "try:\n    z = [math.pi, sine(0), own(1), np.e, len([])] + [i for i in range(3)]\nexcept ValueError as e:\n"
    )
    source += "    e\nclass Mine: pass\nMine, z, helper(1), double(2)"
    judge_cell(TestCell("t", source, 1, ASKED), student, "seed")
    assert student.bound == [("double", "double(x)"), ("helper", "")]


def test_a_name_that_is_not_there_and_one_that_cannot_be_had():
    student = Student()
    found, judgements = judge_cell(TestCell("t", "double(1)", 2.0, ASKED), student, "seed")
    assert (found.state, found.problem, found.exercise, judgements) == (WRONG, "There is no double.", "double", [])
    assert verdict_on("double(1)", double=NoAnswer("The process ended.")).problem == "The process ended."


@pytest.mark.parametrize(
    "source, problem",
    [
        ("assert double(1) == 3", "A check that you can see failed: assert double(1) == 3"),
        ("x = 1\nassert double(x) == 3, 'three, please'", "A check that you can see failed: three, please"),
        ("double(1)[0]", "A check that you can see failed: TypeError: 'int' object is not subscriptable"),
        (HIDDEN.format("assert double(1) == 3"), "A hidden check failed."),
        (HIDDEN.format("double(1)[0]"), "A hidden check failed."),
        (
            "assert double(1) == 3\n" + HIDDEN.format("assert False"),
            "A check that you can see failed: assert double(1) == 3",
        ),
    ],
)
def test_a_check_that_fails_is_worth_nothing_and_told(source, problem):
    found = verdict_on(source)
    assert (found.state, found.points, found.problem) == (WRONG, 0.0, problem)


def test_what_follows_a_failed_check_is_skipped_but_for_hidden_tests():
    seen = []
    verdict_on("assert False\n" + HIDDEN.format("double('hidden')") + "double('shown')", double=seen.append)
    assert seen == ["hidden"]


@pytest.mark.parametrize(
    "source, error",
    [
        ("import no_such_module", "ModuleNotFoundError"),
        ("raise SyntaxError", "SyntaxError"),
        ("raise NameError", "NameError"),
        ("raise LookupError", "LookupError"),
    ],
)
def test_a_broken_test_is_nobodys_wrong_answer(source, error):
    found = verdict_on(HIDDEN.format(source) + "double")
    assert found.state == UNCHECKED
    assert found.problem == f"The test itself failed ({error}), which is not your mistake."


def test_an_index_or_key_that_is_not_there_is_the_answers_fault():
    assert verdict_on("double(1)[2]", double=lambda x: []).state == WRONG
    assert verdict_on("{}[double(1)]").state == WRONG


def test_a_students_exception_is_told_with_its_line():
    found = verdict_on("double(1)", double=raising("ValueError", "no", 2, "y = x"))
    assert found.problem == "Your code raised ValueError: no, in line 2 of your cell (`y = x`)."
    message = "double() takes 0 positional arguments but 1 was given"
    found = verdict_on("double(1)", double=raising("TypeError", message))
    assert found.problem == f"Your code raised TypeError: {message}. It is called as double(x)."
    assert verdict_on("double(1)", double=raising("TypeError", "unsupported")).problem == (
        "Your code raised TypeError: unsupported."
    )


def test_a_cell_as_it_was_released_was_not_answered():
    said = "You did not answer this: the cell still raises NotImplementedError."
    assert verdict_on("double(1)", double=raising("NotImplementedError")).problem == said
    assert verdict_on("double(1)", double=raising("NotImplementedError", "later")).problem != said


def test_one_that_does_not_answer_is_wrong_if_that_is_decided():
    def undecided(_x):
        raise testcell.Unanswered("The machine was busy.", decided=False)

    def silent(_x):
        raise NoAnswer("No answer came.")

    assert (verdict_on("double(1)", double=silent).state, verdict_on("double(1)", double=silent).problem) == (
        WRONG,
        "No answer came.",
    )
    found = verdict_on("double(1)", double=undecided)
    assert (found.state, found.problem) == (UNCHECKED, "The machine was busy.")


def test_hidden_blocks_are_cut_out_of_what_students_see():
    source = "assert double(1)\n" + HIDDEN.format("secret") + "x = 1\n" + HIDDEN.format("secret")
    assert without_hidden(source) == "assert double(1)\nx = 1"
    inside = "if True:\n    pass\n" + HIDDEN.format("    secret") + "else:\n    y = 2\n"
    assert testcell._parts(inside) == [(True, inside)], "what cannot be cut out is hidden as a whole"


def test_floating_point_warnings_cost_nothing():
    with np.errstate(all="raise"):
        assert verdict_on("np.float64(1) / np.float64(0) > double(1)\n1").points == 1.0


def test_an_import_that_fails_is_for_the_students_eyes():
    cell = TestCell("t", "pi", 1.0, {}, "import no_such_module\nfrom math import pi")
    assert judge_cell(cell, SimpleNamespace(), "seed")[0].points == 1.0
