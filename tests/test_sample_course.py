"""The sample class has a folder of its own: no command that makes or forgets it touches a real class."""

import subprocess
from pathlib import Path

import pytest

from ravine.course.course import Course
from solutions.samples import __main__ as samples

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def course(tmp_path, monkeypatch):
    """A course with a class in it, and the sample class beside."""
    (tmp_path / "nbgrader_config.py").write_bytes((ROOT / "nbgrader_config.py").read_bytes())
    for name in samples.SHARED:
        (tmp_path / name).symlink_to(ROOT / name)
    kept = tmp_path / "class" / "submitted" / "anna" / "momentum" / "momentum.ipynb"
    kept.parent.mkdir(parents=True)
    kept.write_text("Anna's own")
    monkeypatch.setattr(samples, "ROOT", tmp_path)
    monkeypatch.setattr(samples, "SAMPLE", tmp_path / "sample")
    assert samples.main(["momentum"]) == 0
    return tmp_path


def files(folder):
    return {p.relative_to(folder): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_a_real_class_stays_as_it_was(course):
    assert files(course / "class") == {Path("submitted/anna/momentum/momentum.ipynb"): b"Anna's own"}
    assert (course / "sample/class/submitted/anna/momentum/momentum.ipynb").stat().st_size > 1000


def test_the_sample_class_has_folders_and_a_gradebook_of_its_own(course, monkeypatch):
    monkeypatch.setenv("RAVINE_GRADEBOOK", "postgresql://a.real/class")
    found = Course.find(course / "sample" / "class")
    assert found.root == course / "sample"
    assert found.directory.db_url == f"sqlite:///{course / 'sample' / 'class' / 'gradebook.db'}"
    assert "anna" in found.submitted("momentum") and len(found.submitted("momentum")) > 12
    assert Course.find(course).directory.db_url == "postgresql://a.real/class"
    assert set(Course.find(course).submitted("momentum")) == {"anna"}


def test_make_clean_leaves_a_class_alone(course):
    done = subprocess.run(
        ["make", "--dry-run", "-f", ROOT / "Makefile", "clean", "distclean"], capture_output=True, text=True, cwd=course
    )
    removed = {word for line in done.stdout.splitlines() if line.startswith("rm ") for word in line.split()[2:]}
    assert "sample" in removed and not {"class", ".", "*", "downloaded"} & removed


@pytest.mark.parametrize("path", ["class/submitted/anna/x.ipynb", "downloaded/momentum/archive/x.zip", "sample/x"])
def test_students_work_is_ignored_by_git(path):
    assert subprocess.run(["git", "check-ignore", "-q", path], cwd=ROOT).returncode == 0
