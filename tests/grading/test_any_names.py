"""One odd name stops no class: whoever cannot be graded gets a sentence, everybody else the mark they earned."""

import os

import pytest

from tests.grading.courses import CourseFolder

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("any names")]


def hand_in(course, student, name=b"momentum.ipynb", files=()):
    folder = os.path.join(os.fsencode(course.root), b"class", b"submitted", student, b"momentum")
    os.makedirs(folder, exist_ok=True)
    for file, content in {name: course.released("momentum").encode(), **dict(files)}.items():
        with open(os.path.join(folder, file), "wb") as opened:
            opened.write(content)


def test_odd_names_of_files_and_folders(tmp_path):
    course = CourseFolder.make(tmp_path / "course", "momentum")
    course.hand_in_sample("mia", "momentum", "anna")
    course.hand_in_sample("zoe", "momentum", "anna")
    hand_in(course, b"cp1251", name="При.ipynb".encode("cp1251"))
    hand_in(course, b"beside", files={"При.txt".encode("cp1251"): b"x"})
    hand_in(course, b"many", files={b"\xff%03d.txt" % i: b"x" for i in range(230)})
    hand_in(course, b"long", files={("ф" * 124 + ".pdf").encode(): b"x"})
    hand_in(course, ("ф" * 41).encode())
    hand_in(course, b"eve\xff")
    hand_in(course, b"esc\x1b[2J")
    (course.root / "class" / "submitted" / "linked").symlink_to("mia")

    said = course.run("ravine", "grade", "momentum", "--jobs", "2", check=3).stdout
    assert "Traceback" not in said and "\x1b" not in said
    assert "eve\\xff could not be graded: the folder's name is not UTF-8: rename it." in said
    marks = course.marks("momentum")
    assert (
        marks["mia"] == marks["zoe"] and sum(facts[0] or 0 for facts in marks["mia"].values() if len(facts) == 4) == 24
    )
    assert {"cp1251", "beside", "many", "long", "ф" * 41, "esc\x1b[2J", "linked"} < set(marks)
    looks = [line for line in said.splitlines() if "LOOK" in line]
    assert [line.split()[0] for line in looks] == ["linked"]
    assert "is a link to another file, not a file" in looks[0]

    again = course.run("ravine", "grade", "momentum", check=3).stdout
    assert "unchanged since they were graded" in again and "Traceback" not in again
