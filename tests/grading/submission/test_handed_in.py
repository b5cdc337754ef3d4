"""Any bytes in any folder: what a student's folder may hold, and what is read of it."""

import errno
import os
import string
import tempfile
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ravine.files import LONGEST_NAME, shortened, write_whole
from ravine.grading.ledger import Entry, Ledger
from ravine.grading.submission import handed_in
from ravine.grading.submission.folder import Folder
from ravine.grading.submission.grade import Rules, Submission, _seed
from ravine.grading.submission.handed_in import plain_name, read_submission
from ravine.grading.submission.repair import Repaired, _structure
from ravine.grading.worker.limits import Limits
from ravine.grading.worker.wire import MOST_KEYS, Decoder, WireError

NAMES = st.binary(min_size=1, max_size=255).filter(
    lambda n: b"/" not in n and b"\0" not in n and n not in (b".", b"..")
)
CYRILLIC = "При".encode("cp1251")


def folder_of(tmp_path, files):
    for name, content in files.items():
        path = os.path.join(os.fsencode(tmp_path), name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(content)
    return tmp_path


def read(folder, limits=Limits(), ignore=("*.pyc",)):
    return read_submission("ada", folder, "momentum", [*ignore], limits)


@pytest.mark.parametrize(
    "name", [CYRILLIC + b".ipynb", b"\xff\xfe.ipynb", ("ф" * 124).encode() + b".ipynb", b"a\nb.ipynb"]
)
def test_a_notebook_of_any_name_is_read_and_told(tmp_path, name):
    found = read(folder_of(tmp_path, {name: b"{}"}))
    assert found.content == b"{}" and found.problem == ""
    found.notes[0].encode()
    assert found.notes[0].startswith("The notebook is ")


def test_files_beside_it_have_names_that_every_file_system_takes(tmp_path):
    files = {b"momentum.ipynb": b"{}", CYRILLIC + b".txt": b"1", ("ф" * 125).encode() + b".py": b"2", b"d/\xff": b"3"}
    found = read(folder_of(tmp_path, files))
    assert sorted(found.files.values()) == [b"1", b"2", b"3"]
    assert {"\\xcf\\xf0\\xe8.txt", "d/\\xff"} < set(found.files)
    for name, content in found.files.items():
        name.encode()
        write_whole(tmp_path / "written" / name, content)


@given(st.text(max_size=300) | NAMES.map(os.fsdecode))
def test_a_shortened_name_fits_and_keeps_its_suffix(name):
    found = shortened(name)
    assert len(os.fsencode(found.encode("utf-8", "surrogateescape"))) <= LONGEST_NAME or found == name
    long = "x" * 300 + ".py"
    assert shortened(long).endswith(".py") and len(shortened(long)) <= LONGEST_NAME
    assert shortened(long) != shortened("x" * 301 + ".py")


@settings(max_examples=60)
@given(st.dictionaries(NAMES, st.binary(max_size=20), max_size=4))
def test_whatever_lies_in_a_folder_becomes_a_submission(files):
    with tempfile.TemporaryDirectory() as folder:
        try:
            folder_of(folder, files)
        except OSError:  # no name for this file system
            return
        found = read(Path(folder))
        assert found.problem or found.content is not None
        for text in (*found.files, *found.notes, found.problem):
            text.encode()


def test_many_files_are_looked_at_once_each(tmp_path, monkeypatch):
    """The work grows with the files, not with their square: each name is held against each pattern once."""
    held = []
    monkeypatch.setattr(handed_in, "fnmatch", lambda name, pattern: held.append(name))
    files = {b"%05d.csv" % i: b"" for i in range(2000)} | {b"momentum.ipynb": b"{}"}
    found = read(folder_of(tmp_path, files), ignore=("*.pyc", "__pycache__"))
    assert len(held) <= 2 * 2001
    assert len(found.files) == Limits().copied_files and "Left out" in found.notes[0]


def test_what_lies_too_deep_to_be_looked_at_does_not_cost_the_notebook(tmp_path):
    folder_of(tmp_path, {b"momentum.ipynb": b"{}", b"a.py": b""})
    at = os.open(tmp_path, os.O_RDONLY)
    for _level in range(25):
        os.mkdir("d" * 200, dir_fd=at)
        below = os.open("d" * 200, os.O_RDONLY, dir_fd=at)
        os.close(at)
        at = below
    os.close(at)
    found = read(tmp_path)
    assert found.content == b"{}" and set(found.files) == {"a.py"} and not found.problem


def test_what_may_not_be_read_beside_it_does_not_cost_the_notebook(tmp_path, monkeypatch):
    folder_of(tmp_path, {b"momentum.ipynb": b"{}", b"a.py": b"", b"b.ipynb": b"", b"c.py": b""})
    opened = os.open

    def shut(path, *arguments, **keywords):
        if path in ("a.py", "b.ipynb"):
            raise PermissionError(errno.EACCES, "Permission denied", path)
        return opened(path, *arguments, **keywords)

    monkeypatch.setattr(os, "open", shut)
    found = read(tmp_path)
    assert found.content == b"{}" and set(found.files) == {"c.py"} and not found.problem
    assert "Left out of the submission: a.py." in found.notes and list(found.other_notebooks) == ["b.ipynb"]


def test_a_pattern_leaves_files_out(tmp_path):
    found = read(folder_of(tmp_path, {b"momentum.ipynb": b"{}", b"a.pyc": b"", b"b.py": b""}))
    assert set(found.files) == {"b.py"} and found.notes == ()


SWAPPED = {  # what a student exchanges for a link, by its path among the submissions: where the link leads
    "eve": "../outside",
    "eve/momentum": "../../outside/momentum",
    "eve/momentum/data": "../../../outside/momentum/data",
    "eve/momentum/momentum.ipynb": "../../../outside/momentum/momentum.ipynb",
    "eve/momentum/beside.py": "../../../outside/momentum/beside.py",
    "eve/momentum/data/deep.py": "../../../../outside/momentum/data/deep.py",
}


def two_folders(folder, names=(b"momentum.ipynb", b"beside.py", b"data/deep.py", b"other.ipynb")):
    """What eve hands in, and the same outside with other contents, which none may get at; the submissions' folder."""
    for owner, content in (("submitted/eve", b"own"), ("outside", b"secret")):
        (folder / owner / "momentum").mkdir(parents=True)
        folder_of(folder / owner / "momentum", {name: content for name in names})
    return folder / "submitted"


class Swap:
    """Exchanges a path for a link just before the n-th time that something is opened; then it counts on."""

    def __init__(self, moment, path, link):
        self.opened, self._moment, self._path, self._link, self._open = 0, moment, path, link, os.open

    def __call__(self, *arguments, **keywords):
        self.opened += 1
        if self.opened == self._moment:
            self._path.rename(self._path.with_name("before"))
            self._path.symlink_to(self._link)
        return self._open(*arguments, **keywords)


def read_and_swap(folder, moment, name):
    """What is read if something of eve is exchanged at that moment, and how often something was opened."""
    top = two_folders(folder)
    swap = Swap(moment, top / name, SWAPPED[name])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "open", swap)
        return read_submission("eve", top / "eve" / "momentum", "momentum", [], Limits(), top), swap.opened


@pytest.mark.parametrize("name", SWAPPED)
def test_what_becomes_a_link_at_any_moment_while_it_is_read_is_not_followed(tmp_path, name):
    found, moments = read_and_swap(tmp_path / "undisturbed", 0, name)
    assert found.content == b"own" and len(found.files) == 2 and moments >= 9
    for moment in range(1, moments + 1):
        found, _opened = read_and_swap(tmp_path / f"{moment}", moment, name)
        assert b"secret" not in {found.content, *found.files.values()}
        assert found.problem or found.content == b"own"


def test_a_link_above_the_folder_is_told(tmp_path):
    top = two_folders(tmp_path)
    (top / "ned").symlink_to("eve")
    found = read_submission("ned", top / "ned" / "momentum", "momentum", [], Limits(), top)
    assert found.problem == "ned is a link to another file, not a file." and found.content is None


def test_only_what_is_a_file_is_read(tmp_path):
    top = two_folders(tmp_path)
    os.mkfifo(top / "eve" / "pipe")
    with Folder(top, top / "eve") as folder:
        assert folder.read(Path("pipe"), 100) is None and folder.read(Path("momentum"), 100) is None
        assert folder.read(Path("momentum/beside.py"), 2) == b"ow"


@pytest.mark.parametrize("quotes", [10, 1000, 100_000])
def test_structure_is_counted_in_one_pass(quotes):
    """A quotation mark that is never closed ends with the file. Quadratic, the largest would take an hour."""
    assert _structure("{" + '\\"' * quotes + "," * 1_000_001) <= 1_000_002
    assert _structure('{"a": "' + "," * 1_000_001 + '", "b": [1, 2]}') == 4


@pytest.mark.parametrize("tag, nodes", [("s", lambda n: [*range(n)]), ("d", lambda n: [[i, 0] for i in range(n)])])
def test_a_set_or_dict_has_so_many_keys_that_collisions_cost_nothing(tag, nodes):
    def decoded(n):
        return Decoder(Limits(), memoryview(b"")).decode({tag: nodes(n)})

    assert len(decoded(MOST_KEYS)) == MOST_KEYS
    with pytest.raises(WireError, match="a set or dict of more than 2,000 entries"):
        decoded(MOST_KEYS + 1)


def test_other_files_beside_the_notebook_mean_other_hidden_inputs(assignment_like):
    def seed(files):
        beside = Submission("ada", b"", files).beside
        return _seed(Repaired(assignment_like.notebook, beside=beside), assignment_like, Rules("secret"), "ada")

    assert seed({"beside.py": b"return x"}) == seed({"beside.py": b"return x"})
    assert (
        len({seed({}), seed({"beside.py": b"return x"}), seed({"beside.py": b"return 2 * x"}), seed({"b.py": b""})})
        == 4
    )


@pytest.fixture
def assignment_like():
    return SimpleNamespace(name="momentum", notebook=SimpleNamespace(cells=[]))


@pytest.mark.parametrize("student", ["ada", "ф" * 41, "ф" * 127, "a/b", "~", "x" * 255, ".", "%41"])
def test_the_ledger_takes_students_of_any_name(tmp_path, student):
    ledger, entry = Ledger(tmp_path / "records"), Entry(student, "d", "f", "r", ())
    ledger.write(entry)
    assert ledger.read(student).student == student and ledger.students() == [student]
    ledger.write(replace(entry, student=student + "ф"))
    assert [ledger.read(s).student for s in (student, student + "ф")] == [student, student + "ф"]


def test_names_are_plain_letter_by_letter():
    assert plain_name("a/b.txt") == "a/b.txt"
    assert plain_name(os.fsdecode(b"a\xff")) == "a\\xff"
    assert plain_name("a\x1b[2J \u202e\xa0.txt") == "a\\x1b[2J \\u202e\xa0.txt"
    assert set(plain_name("ф" * 130)) <= {"ф", "~", *string.hexdigits}
