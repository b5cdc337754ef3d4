"""A revision changes with what decides a grade, and with nothing else."""

import re
import shutil

import pytest

from ravine import revisions
from ravine.course.release import assignments, read_reference
from ravine.exercises.exercise import exercises_in
from tests.grading.courses import ROOT

REFERENCE = '''
"""The reference of a chapter of two exercises."""
from functools import partial
from ravine.exercises.exercise import Case, exercise, misconception
from ravine.language import _
from solutions.reference.other import half

RATE = 0.5  # of both


def _cases(rng):
    yield Case({"x": RATE})


def _twice(x):
    return 2 * x


@exercise(cases=_cases)
def first(x):
    """The first."""
    return _twice(x)


wrong_first = partial(misconception, first)


@wrong_first(_("Twice, not three times."), see="page.html#twice")
def three_times(x):
    return 3 * x


@exercise(cases=_cases)
def second(x):
    return half(x)


@misconception(second, _("Half, not a third."), see="page.html#half")
def third(x):
    return x / 3
'''
OTHER = "def half(x):\n    return x / 2\n\n\ndef unused(x):\n    return x\n"


@pytest.fixture
def course(tmp_path):
    folder = tmp_path / "solutions" / "reference"
    folder.mkdir(parents=True)
    (folder / "chapter.py").write_text(REFERENCE)
    (folder / "other.py").write_text(OTHER)
    return tmp_path


def both(course):
    return [revisions.exercise(course, "chapter", name) for name in ("first", "second")]


@pytest.mark.parametrize(
    "old, new, changed",
    [
        ("# of both", "# of either", ()),
        ('"""The first."""', '"""The very first."""', ()),
        ("Twice, not three times.", "Not three times: twice.", ()),
        ("#twice", "#double", ()),
        ("\n\n\ndef _twice", "\n\n\n\n\ndef _twice", ()),
        ("return 2 * x", "return x * 2", ("first",)),
        ("return 3 * x", "return 4 * x", ("first",)),
        ("x / 3", "x / 4", ("second",)),
        ("RATE = 0.5", "RATE = 0.25", ("first", "second")),
        ("return half(x)", "return half(x) + 0", ("second",)),
    ],
)
def test_it_is_of_one_exercise_and_what_it_needs(course, old, new, changed):
    before, path = both(course), course / "solutions" / "reference" / "chapter.py"
    path.write_text(REFERENCE.replace(old, new, 1))
    assert path.read_text() != REFERENCE
    assert [name for name, was, now in zip(("first", "second"), before, both(course)) if was != now] == [*changed]


def test_it_follows_imports_within_the_solutions_to_the_names_that_are_used(course):
    before, path = both(course), course / "solutions" / "reference" / "other.py"
    path.write_text(OTHER.replace("return x\n", "return 7 * x\n"))
    assert both(course) == before
    path.write_text(OTHER.replace("x / 2", "x * 0.5"))
    assert [was == now for was, now in zip(before, both(course))] == [True, False]


def test_one_exercise_in_a_file_of_its_own_has_the_same_revision(course):
    before, folder = both(course), course / "solutions" / "reference"
    start = REFERENCE.index("@exercise(cases=_cases)\ndef second")
    (folder / "chapter.py").unlink()
    (folder / "chapter").mkdir()
    (folder / "chapter" / "first.py").write_text(REFERENCE[:start])
    imports = "from .first import _cases\nfrom ravine.exercises.exercise import exercise, misconception\n"
    imports += "from ravine.language import _\nfrom ..other import half\n"
    (folder / "chapter" / "second.py").write_text(imports + REFERENCE[start:])
    (folder / "chapter" / "__init__.py").write_text("from .first import first\nfrom .second import second\n")
    assert both(course) == before


def test_an_answer_may_be_declared_below_itself(course):
    path = course / "solutions" / "reference" / "chapter.py"
    below = re.sub(r"@exercise\((.*)\)\ndef (\w+)((?:.*\n)+?)\n\n", r"def \2\3\n\nexercise(\2, \1)\n\n\n", REFERENCE)
    assert below.count("exercise(first, cases=_cases)") == below.count("exercise(second, cases=_cases)") == 1
    path.write_text(below)
    before = both(course)
    for old, new, changed in (
        ("return 2 * x", "return x * 2", [True, False]),
        ("x / 3", "x / 4", [False, True]),
        ('"x": RATE', '"x": 2 * RATE', [True, True]),
    ):
        path.write_text(below.replace(old, new))
        assert [was != now for was, now in zip(before, both(course))] == changed


def test_it_follows_what_a_package_hands_on_to_where_it_stands(course):
    folder = course / "solutions" / "reference"
    (folder / "other.py").unlink()
    (folder / "other").mkdir()
    (folder / "other" / "__init__.py").write_text("from solutions.reference.other.half import half\n")
    (folder / "other" / "half.py").write_text(OTHER)
    before = both(course)
    (folder / "other" / "half.py").write_text(OTHER.replace("return x\n", "return 7 * x\n"))
    assert both(course) == before
    (folder / "other" / "half.py").write_text(OTHER.replace("x / 2", "x * 0.5"))
    assert [was == now for was, now in zip(before, both(course))] == [True, False]


def test_an_exercise_that_is_not_there_is_an_error(course):
    with pytest.raises(LookupError, match="the reference of chapter has no exercise called three_times"):
        revisions.exercise(course, "chapter", "three_times")


@pytest.mark.parametrize("assignment", assignments(ROOT))
def test_every_exercise_of_the_course_has_its_own_with_all_its_misconceptions(assignment):
    exercises = exercises_in(read_reference(assignment, ROOT))
    found = {e.name: revisions.exercise(ROOT, assignment, e.name) for e in exercises}
    assert len({*found.values()}) == len(exercises)
    for exercise in exercises:
        path = revisions._home_of(ROOT, assignment, exercise.name)
        assert len([*revisions._Module.of(path).wrong_answers(exercise.name)]) == len(exercise.misconceptions)


@pytest.mark.parametrize(
    "file, old, new, same",
    [
        ("exercises/judge.py", '"""', '"""A comment. ', True),
        ("exercises/sentences.py", "is not right yet", "is wrong", True),
        ("grading/submission/feedback.py", "import", "import this\nimport", True),
        ("grading/report.py", "import", "import this\nimport", True),
        ("cli.py", "import", "import this\nimport", True),
        ("exercises/comparison.py", "relative: float", "relativ: float", False),
        ("grading/worker/limits.py", "cpu_seconds_per_call", "cpu_seconds_a_call", False),
        ("problems/surfaces.py", "        return ", "        return 0 * ", False),
    ],
)
def test_the_engine_is_what_judges_and_no_more(tmp_path, file, old, new, same):
    package = tmp_path / "ravine"
    shutil.copytree(ROOT / "ravine", package, ignore=shutil.ignore_patterns("js", "static", "tables", "__pycache__"))
    before, text = revisions.engine(package), (package / file).read_text()
    assert old in text
    (package / file).write_text(text.replace(old, new, 1))
    assert (revisions.engine(package) == before) is same


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    """What is known from before: nothing, and not in the folder of whoever runs the tests."""
    monkeypatch.setattr(revisions, "user_cache_dir", lambda name: str(tmp_path / name))
    return tmp_path / "ravine" / "revisions"


def test_what_has_not_changed_is_not_read_again(course, cache, monkeypatch):
    first = revisions.reference(course)
    assert [path.read_text() for path in cache.iterdir()] == [first]
    monkeypatch.setattr(revisions, "meaning", lambda source: pytest.fail("it is known"))
    assert revisions.reference(course) == first


@pytest.mark.parametrize("left", ["an empty file", "a folder in its place", "no folder that may be written"])
def test_what_is_known_from_before_may_be_damaged(course, cache, left):
    first = revisions.reference(course)
    (known,) = cache.iterdir()
    known.unlink()
    if left == "an empty file":
        known.touch()
    elif left == "a folder in its place":
        known.mkdir()
    else:
        cache.rmdir()
        cache.write_text("a file")
    assert revisions.reference(course) == first == revisions.reference(course)
