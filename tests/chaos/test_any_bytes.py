"""Any bytes under any names in students' folders: the honest keep their marks, and everybody gets a mark or a sentence.

The invariant: exit status 0 or 3, the honest students' marks as if they were alone, nothing but text on the terminal.
"""

import json
import os
import unicodedata
from functools import cache

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.chaos.replayed import Grading
from tests.handed_in import ROOT

pytestmark = pytest.mark.xdist_group("chaos")
HONEST = {"mia": "anna", "zoe": "rosa"}
ODD = [
    *("ф" * 41, "x" * 255, "a\x1b[2Jb", "=cmd()", "..%2f", "MIA", "mia ", "a\nb", "<b>", "{x}", "%s", "-", "~", "null"),
    *("При".encode("cp1251"), b"\xff\xfe", b"eve\xff", b"\xed\xa0\x80"),
]
NAMES = st.sampled_from([os.fsencode(name) if isinstance(name, str) else name for name in ODD]) | st.binary(
    min_size=1, max_size=255
).filter(lambda name: not set(name) & set(b"/\0") and not name.startswith(b".") and name not in (b"mia", b"zoe"))
TOP = {"momentum.ipynb": 6, "momentum": 2, "MOMENTUM.IPYNB": 1, "timestamp.txt": 1}
FILES = st.sampled_from([name.encode() for name, times in TOP.items() for _ in range(times)]) | NAMES
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=12,
)


@cache
def released() -> bytes:
    return (ROOT / "exercises" / "momentum" / "momentum.ipynb").read_bytes()


@st.composite
def notebooks(draw):
    """The released notebook with some parts of some cells exchanged for anything."""
    notebook = json.loads(released())
    for _change in range(draw(st.integers(0, 3))):
        cell = draw(st.sampled_from(notebook["cells"]))
        cell[draw(st.sampled_from(["source", "metadata", "outputs", "cell_type", "attachments", "id"]))] = draw(JSON)
    if draw(st.booleans()):
        notebook[draw(st.sampled_from(["nbformat", "metadata", "cells", "nbformat_minor"]))] = draw(JSON)
    return json.dumps(notebook).encode()


CONTENTS = st.one_of(
    st.binary(max_size=200),
    notebooks(),
    JSON.map(lambda value: json.dumps({"cells": value, "nbformat": 4}).encode()),
    st.just(b"[" * 100_000),
    st.just(b'{"cells": [' + b'\\"' * 300 + b"," * 1_000_001),
    st.sampled_from(["link", "dangling", "folder", "pipe", "sparse"]),
)
TREES = st.dictionaries(st.tuples(st.booleans(), FILES), CONTENTS, max_size=4)
CLASSES = st.dictionaries(NAMES, st.none() | TREES, min_size=1, max_size=3)


def hand_in(top: bytes, student: bytes, tree) -> None:
    """tree: contents by (whether in the assignment's folder, name); None: a file where a folder should be."""
    folder = os.path.join(top, student)
    if tree is None:
        return _put(folder, b"a file")
    os.makedirs(os.path.join(folder, b"momentum"), exist_ok=True)
    for (inside, name), content in tree.items():
        _put(os.path.join(folder, b"momentum", name) if inside else os.path.join(folder, name), content)


def _put(path, content):
    try:
        if content == "folder":
            os.mkdir(path)
        elif content == "pipe":
            os.mkfifo(path)
        elif content in ("link", "dangling"):
            os.symlink(b"../mia" if content == "link" else b"nowhere", path)
        else:
            with open(path, "xb") as file:
                file.write(b"" if content == "sparse" else content)
                file.truncate(2**40 if content == "sparse" else None)
    except OSError:
        pass  # no name for this file system, or it is there already


@pytest.fixture(scope="module")
def grading(released_course, tmp_path_factory):
    course = released_course.copy(tmp_path_factory.mktemp("any-bytes") / "course")
    for student, sample in HONEST.items():
        course.hand_in_sample(student, "momentum", sample)
    with pytest.MonkeyPatch.context() as patch:
        yield Grading(course, patch)


@pytest.fixture(scope="module")
def alone(grading):
    """The honest students' marks where nobody else hands in."""
    grading.grade()
    return grading.course.marks("momentum")


def controls(text):
    """Characters that would do something to a terminal."""
    return [c for c in text if unicodedata.category(c).startswith("C") and c != "\n"]


def holds(grading, alone, classmates):
    grading.begin_anew()
    top = os.fsencode(grading.course.root / "class" / "submitted")
    for student, tree in classmates.items():
        hand_in(top, student, tree)
    status, said = grading.grade()
    assert status in (0, 3), said
    assert "Traceback" not in said and not controls(said)
    marks = grading.course.marks("momentum")
    assert {student: marks[student] for student in HONEST} == alone
    for student in grading.handed_in():
        assert student in marks or "could not be graded" in said, (student, said)


REPEATABLE = settings(
    phases=[Phase.explicit, Phase.generate],  # shrinking what fails would take minutes
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)


@settings(REPEATABLE, max_examples=4)
@given(CLASSES)
def test_the_class_goes_on(grading, alone, classmates):
    holds(grading, alone, classmates)


@pytest.mark.slow
@settings(REPEATABLE, max_examples=40)
@given(CLASSES)
def test_the_class_goes_on_beside_many_more(grading, alone, classmates):
    holds(grading, alone, classmates)
