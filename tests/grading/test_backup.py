"""What cannot be made again is copied before it changes, comes back whole, and is not begun anew by mistake."""

import json
import sqlite3
import zipfile

import pytest
from nbgrader.api import Gradebook

from ravine.course.course import Course, CourseError
from ravine.grading.backup import KEPT, BackupError, backup, folder, keep_gradebook, restore
from ravine.grading.grade import grade
from ravine.grading.ledger import Entry, Ledger
from ravine.grading.moving import MoveError, move


@pytest.fixture
def ada(course):
    """A course in which ada has 3 points by hand, a submission and an entry in the ledger."""
    course.hand_in("ada", "momentum", course.released("momentum"))
    mark(course.root, 3)
    Ledger(course.root / "class" / "records" / "momentum").write(Entry("ada", "d", "f", "r", ()))
    return Course.find(course.root)


def url(root):
    return f"sqlite:///{root / 'class' / 'gradebook.db'}"


def mark(root, points):
    with Gradebook(url(root), "ravine") as gradebook:
        gradebook.update_or_create_student("ada", first_name="Ada")
        gradebook.update_or_create_submission("momentum", "ada")
        gradebook.find_grade("long_slope", "momentum", "momentum", "ada").manual_score = points
        gradebook.db.commit()


def points(root, address=""):
    with Gradebook(address or url(root), "ravine") as gradebook:
        return gradebook.find_grade("long_slope", "momentum", "momentum", "ada").manual_score


def test_each_change_of_the_gradebook_has_a_copy_from_before_and_a_few_are_kept(ada):
    first = keep_gradebook(ada)
    assert keep_gradebook(ada) == first, "nothing has changed"
    for number in range(KEPT + 2):
        mark(ada.root, number)
        newest = keep_gradebook(ada)
    assert len(list(folder(ada).iterdir())) == KEPT and not first.exists()
    assert points(ada.root, f"sqlite:///{newest}") == KEPT + 1


def test_a_gradebook_that_cannot_be_copied_is_not_changed(ada):
    (ada.class_folder / "gradebook.db").write_bytes(b"no database")
    with pytest.raises(BackupError, match="could not be copied to .*backups before it is changed: file is not"):
        keep_gradebook(ada)
    assert not list(folder(ada).iterdir())


def test_a_class_comes_back_whole_and_newer_work_stays(ada):
    saved = backup(ada)
    mark(ada.root, 1)
    (ada.class_folder / "secret").write_text("another")
    submitted = ada.class_folder / "submitted"
    (submitted / "ada" / "momentum" / "momentum.ipynb").unlink()
    (submitted / "bo").mkdir()
    (submitted / "bo" / "newer.txt").write_text("newer")
    Ledger(ada.class_folder / "records" / "momentum").write(Entry("bo", "d", "f", "r", ()))
    before, _number = restore(ada, saved)
    assert points(ada.root) == 3
    assert (ada.class_folder / "secret").read_text() != "another"
    assert (submitted / "ada" / "momentum" / "momentum.ipynb").exists() and (submitted / "bo" / "newer.txt").exists()
    assert Ledger(ada.class_folder / "records" / "momentum").students() == ["ada"]
    restore(ada, before)
    assert points(ada.root) == 1 and (ada.class_folder / "secret").read_text() == "another"
    assert Ledger(ada.class_folder / "records" / "momentum").students() == ["ada", "bo"]


@pytest.mark.parametrize("name", ["../outside", "/outside", "grading.lock"])
def test_a_file_that_is_no_backup_of_this_course_changes_nothing(ada, tmp_path, name):
    bad = tmp_path / "bad.zip"
    for content, said in (
        (b"no zip", "is no backup that `ravine backup` made"),
        ({"notes.txt": "a zip"}, "is no backup that `ravine backup` made"),
        ({"ravine-backup.json": json.dumps({"course": "another"})}, "or a backup of another course"),
        ({"ravine-backup.json": json.dumps({"course": "ravine"}), name: "x"}, "is damaged"),
    ):
        written(bad, content)
        with pytest.raises(BackupError, match="Nothing was changed") as error:
            restore(ada, bad)
        assert said in str(error.value)
    assert points(ada.root) == 3 and not (tmp_path / "outside").exists()
    with pytest.raises(BackupError, match="exists already"):
        backup(ada, bad)


def written(path, content):
    if isinstance(content, bytes):
        path.write_bytes(content)
        return
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in content.items():
            archive.writestr(name, text)


def test_a_gradebook_that_knows_less_than_the_ledger_is_refused_with_the_way_out(ada, tmp_path):
    keep_gradebook(ada)
    (ada.class_folder / "gradebook.db").unlink()
    with pytest.raises(
        CourseError, match=r"does not know 1 of those whose momentum was graded before \(ada\)"
    ) as error:
        grade(ada, "momentum", pool=None, tell=lambda _text: None)
    for way in ("RAVINE_GRADEBOOK", "class/backups", "ravine restore", "ravine grade momentum --new-gradebook"):
        assert way in str(error.value)


def test_a_gradebook_moves_with_hand_marks_and_names(ada, tmp_path):
    there = f"sqlite:///{tmp_path / 'there.db'}"
    assert move(ada, there) > 10
    assert points(ada.root, there) == 3
    with sqlite3.connect(tmp_path / "there.db") as new, sqlite3.connect(ada.class_folder / "gradebook.db") as old:
        assert sorted(new.iterdump()) == sorted(old.iterdump())
    with pytest.raises(MoveError, match="it is not empty"):
        move(ada, there)
    with pytest.raises(MoveError, match="could not be moved .*The old one is as it was"):
        move(ada, "sqlite:////nowhere/there.db")
