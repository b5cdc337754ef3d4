"""Where Python for the page comes from: by its hash alone, and what of Ravine goes with it."""

import hashlib
import io
import json
import re
import zipfile

import pytest
from docutils import nodes

from ravine import student_part
from ravine.check import tables
from ravine.site.workbench import archive, pages, pyodide
from tests.grading.courses import ROOT

GOOD = b"the wheel"


@pytest.fixture
def places(tmp_path, monkeypatch):
    """What each place has, by its name; an error where it has nothing. Nothing is asked of the network."""
    contents = {"owner": b"", "lock": b"", "registry": b""}
    asked = []

    def place(name):
        def get(_file):
            asked.append(name)
            if not contents[name]:
                raise OSError("not here")
            return contents[name]

        return get

    wheel = {"file_name": "numpy.whl", "sha256": hashlib.sha256(GOOD).hexdigest()}
    monkeypatch.setattr(pyodide, "_numpy", lambda: wheel)
    monkeypatch.setattr(pyodide, "CACHE", tmp_path / "wheels")
    for name in contents:
        monkeypatch.setattr(pyodide, f"_of_the_{name}", place(name))
    return contents, asked


def test_the_first_place_with_the_right_bytes_is_taken_and_asked_once(places):
    contents, asked = places
    contents |= {"owner": b"another wheel", "lock": GOOD}
    assert pyodide.provide().read_bytes() == GOOD
    assert asked == ["owner", "lock"]
    assert pyodide.provide().read_bytes() == GOOD and asked == ["owner", "lock"]
    assert pyodide.available()


def test_where_no_place_has_it_the_build_says_so_and_goes_on(places):
    contents, asked = places
    contents |= {"owner": GOOD + b"!", "registry": b"something else"}
    said = []
    assert pyodide.provide(said.append) is None
    assert asked == ["owner", "lock", "registry"]
    (sentence,) = said
    assert "numpy.whl" in sentence and pyodide.FOLDER_VARIABLE in sentence
    assert not pyodide.available()


def test_a_damaged_copy_is_fetched_again(places):
    contents, asked = places
    contents["lock"] = GOOD
    pyodide.provide().write_bytes(b"damaged")
    assert not pyodide.available()
    assert pyodide.provide().read_bytes() == GOOD
    assert asked == ["owner", "lock"] * 2


def test_the_owners_folder_is_named_by_a_variable(tmp_path, monkeypatch):
    (tmp_path / "numpy.whl").write_bytes(GOOD)
    monkeypatch.setenv(pyodide.FOLDER_VARIABLE, str(tmp_path))
    assert pyodide._of_the_owner("numpy.whl") == GOOD
    monkeypatch.delenv(pyodide.FOLDER_VARIABLE)
    with pytest.raises(LookupError):
        pyodide._of_the_owner("numpy.whl")


def test_the_site_gets_what_the_lock_names(tmp_path):
    if not pyodide.provide():
        pytest.skip("no place within reach has numpy for Pyodide")
    pyodide.copy(ROOT, tmp_path)
    parts = json.loads((tmp_path / "workbench" / pyodide.PARTS).read_text())
    folder = tmp_path / parts["folder"]
    assert {path.name for path in folder.iterdir()} == {*pyodide.CORE, pyodide.LOCK, parts["wheel"]}
    lock = json.loads((folder / pyodide.LOCK).read_text())
    assert set(lock["packages"]) == {"numpy"}
    wheel = (folder / lock["packages"]["numpy"]["file_name"]).read_bytes()
    assert hashlib.sha256(wheel).hexdigest() == lock["packages"]["numpy"]["sha256"]
    fetched = [path for path in folder.iterdir() if path.suffix != ".js"] + [tmp_path / parts["archive"]]
    assert parts["bytes"] == sum(path.stat().st_size for path in fetched)


def test_without_the_wheel_there_is_the_worker_alone(tmp_path, places):
    pyodide.copy(ROOT, tmp_path)
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["worker.js"]


def test_the_archive_holds_of_the_students_part_what_judges():
    packed = archive.build_archive(ROOT)
    assert packed == archive.build_archive(ROOT)
    assert len(packed) < 600_000  # most of it tables, which the diagnosis needs
    with zipfile.ZipFile(io.BytesIO(packed)) as files:
        names = set(files.namelist())
        setups = json.loads(files.read("ravine/site/workbench/setups.json"))
    part = {path.relative_to(student_part.PACKAGE.parent).as_posix() for path in student_part.files()}
    own = {name for name in names - part if name.startswith("ravine/site/workbench/")}
    assert names - part == own
    left_out = {name.split("/")[1] for name in part - names}
    assert left_out == archive.NOT_IN_THE_PAGE - {"explore.py"}  # whose place the page's own takes
    assert "ravine/problems/digits.npz" in names
    assert set(tables()) <= set(setups) and all("import numpy as np" in setup for setup in setups.values())


@pytest.mark.parametrize(
    "setting, boxes", [("", True), ('exercise_boxes = "none"', False), ('exercise_boxes = "write"', False)]
)
def test_an_instructor_may_do_without(tmp_path, setting, boxes):
    (tmp_path / "course.toml").write_text(setting)
    assert not pages.wanted(tmp_path)
    (tmp_path / "exercises").symlink_to(ROOT / "exercises")
    assert pages.wanted(tmp_path) == boxes


def test_licences_are_named_with_the_version_that_is_shipped():
    page = (ROOT / "book" / "index.md").read_text(encoding="utf-8")
    version = json.loads((ROOT / "package.json").read_text())["devDependencies"]["pyodide"]
    assert re.search(rf"Pyodide\W.* {re.escape(version)}", page)
    assert all(licence in page for licence in ("MPL-2.0", "PSF", "BSD-3-Clause"))


class Environment:
    """A page of the site as Sphinx has read it."""

    found_docs = ("book/momentum",)

    def get_doctree(self, _docname):
        inner = nodes.section("", nodes.title("", "The friction"), nodes.paragraph(ids=["half"]), ids=["friction"])
        return nodes.document(None, None, "", nodes.section("", nodes.title("", "The ball"), inner))


@pytest.mark.parametrize(
    "page, anchor, title",
    [
        ("momentum", "friction", "The friction"),
        ("momentum", "half", "The friction"),
        ("momentum", "", "The ball"),
        ("momentum", "gone", ""),
        ("gone", "friction", ""),
    ],
)
def test_where_to_read_on_is_named_by_the_sections_title(page, anchor, title):
    assert pages._title(Environment(), page, anchor) == title


def test_what_an_earlier_build_has_left_is_taken_out(tmp_path):
    for name in ("built/ravine-1.zip", "built/ravine-2.zip", "gathered/ravine-2.zip"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("")
    pages.tidy(tmp_path / "built", tmp_path / "gathered")
    assert [path.name for path in (tmp_path / "built").iterdir()] == ["ravine-2.zip"]
