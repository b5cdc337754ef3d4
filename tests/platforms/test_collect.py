"""What a platform gives comes into the class: the right student, the newest attempt, and nothing lost or half done."""

import os
import zipfile

import pytest

from ravine.errors import UserError
from ravine.grading.roster import Roster, people_of, roster_path
from ravine.grading.sheet import Sheet
from ravine.platforms.archive import COPY, kind_of
from ravine.platforms.collect import collect
from tests.grading.courses import CourseFolder
from tests.platforms import given
from tests.platforms.given import TABLES, notebook, placed, zipped

FIVE = {s: s for s in ("s1001", "s1002", "s1003", "s1004", "s1005")}


@pytest.fixture
def course(tmp_path):
    return given.course_in(tmp_path / "course")


class Take:
    """Collects from files given as a dictionary and keeps what was said."""

    def __init__(self, course, folder):
        self.course, self.folder, self.n = course, folder, 0

    def __call__(self, files, *arguments, roster=(), **options):
        self.n += 1
        path = zipped(self.folder / f"{self.n}.zip", files) if isinstance(files, dict) else files
        os.utime(path, (1_800_000_000 + self.n, 1_800_000_000 + self.n))
        self.said = []
        rosters = [TABLES / r if isinstance(r, str) else r for r in roster]
        return collect(self.course, path, *arguments, rosters=rosters, tell=self.said.append, **options)

    def refused(self, files, *arguments, **options):
        """The sentence that refuses; nothing was written."""
        with pytest.raises(UserError) as error:
            self(files, *arguments, **options)
        assert self.course.submitted("momentum") == {} and not roster_path(self.course).exists()
        return str(error.value)


@pytest.fixture
def take(course, tmp_path):
    return Take(course, tmp_path)


@pytest.mark.parametrize(
    "files, roster, students",
    [
        (given.moodle_folders, "moodle.csv", FIVE),
        (given.moodle_flat, "moodle.csv", FIVE),
        (given.moodle_anonymous, "moodle.csv", {s: s for s in ("s1001", "s1002", "s1003")}),
        (given.canvas, "canvas.csv", FIVE),
        (given.canvas, "canvas-semicolon.csv", FIVE),
    ],
)
def test_every_platform_is_understood(take, course, files, roster, students):
    take(files(), roster=[roster])
    assert placed(course) == students
    take(files())  # the roster is known now
    assert placed(course) == students and "  new 0, newer than what is there 0, already there" in take.said[1]
    assert not (course.class_folder / "history").exists()


def test_other_files_come_along_and_texts_do_not(take, course):
    take(given.moodle_folders(), roster=["moodle.csv"])
    assert (course.folder("submitted", "s1005", "momentum") / "figures" / "ball.txt").read_text() == "the ball rolls"
    assert sorted(p.name for p in course.folder("submitted", "s1001", "momentum").iterdir()) == ["momentum.ipynb"]
    assert "  1 have not handed in: s1006" in take.said


def test_late_is_said(take):
    assert take(given.canvas(), roster=["canvas.csv"]) is False
    assert "  s1003: late, says Canvas; the download does not say by how much" in take.said


def test_without_a_roster_the_names_are_the_students_where_nobody_shares_one(take, course):
    assert take(given.moodle_folders()) is False
    assert set(placed(course)) == {"Анна Петрова", "Mary-Ann ONeil", "José de la Cruz"}
    assert sum("several of this name" in line for line in take.said) == 2
    take(given.moodle_folders() | {"Nobody Known_90299_assignsubmission_file/momentum.ipynb": notebook("x")})
    assert any("Nobody Known_90299 (is not in the roster)" in line for line in take.said)
    assert "Nobody Known" not in course.submitted("momentum")
    take({"Nobody Known_90299_assignsubmission_file/momentum.ipynb": notebook("x")}, add=True)
    assert placed(course)["Nobody Known"] == "x"


def test_what_stands_under_a_groups_name_is_nobodys(take, course):
    of_groups = [f"{name}_assignsubmission_file/momentum.ipynb" for name in ("Team A_90401", "Default group")]
    take(given.moodle_folders() | dict.fromkeys(of_groups, notebook("team")), roster=["moodle.csv"])
    for name in ("Team A_90401 (is not in the roster)", "Default group"):
        assert any(name in line for line in take.said), take.said
    assert placed(course) == FIVE


def test_the_newest_attempt_of_the_exchange_wins_and_the_other_is_kept(take, course):
    take(given.exchange(), "momentum")
    assert placed(course) == {"anna": "anna", "bea+bo": "bea+bo"}
    assert (course.folder("submitted", "anna", "momentum") / "timestamp.txt").read_text().startswith("2026-10-05")
    (kept,) = (course.class_folder / "history" / "momentum" / "anna").glob("*/momentum.ipynb")
    assert kept.read_bytes() == notebook("old")
    assert "  belongs to nobody: anna+adaptive+2026-10-04 08:00:00.0 UTC+x4/adaptive.ipynb" in take.said


def test_the_exchange_may_be_given_as_the_folder_it_is(take, course, tmp_path):
    for name, content in given.exchange().items():
        (tmp_path / "inbound" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "inbound" / name).write_bytes(content)
    take(tmp_path / "inbound", "momentum")
    assert placed(course) == {"anna": "anna", "bea+bo": "bea+bo"}


@pytest.mark.parametrize(
    "names",
    [
        ["anna/momentum.ipynb", "bea/momentum.ipynb"],
        ["anna/momentum/momentum.ipynb", "bea/momentum/momentum.ipynb"],
        ["2026/group 1/anna/momentum.ipynb", "2026/group 1/bea/momentum.ipynb"],
        ["anna.ipynb", "bea.ipynb"],
        ["anna\\momentum.ipynb", "bea\\momentum.ipynb"],
    ],
)
def test_a_plain_zip(take, course, names):
    take({name: notebook(s) for name, s in zip(names, ("anna", "bea"))})
    found = {s: {p.name for p in folder.iterdir()} for s, folder in course.submitted("momentum").items()}
    names_there = {"anna.ipynb"} if names[0] == "anna.ipynb" else {"momentum.ipynb"}
    assert set(found) == {"anna", "bea"} and found["anna"] == names_there


def test_a_resubmission_replaces_only_when_agreed_and_nothing_is_lost(take, course):
    take(given.canvas(), roster=["canvas.csv"])
    newer = {"петроваанна_4711_999000_momentum-2.ipynb": notebook("again")}
    with pytest.raises(UserError, match="Nothing was collected"):
        take(newer, agree=lambda: False)
    assert placed(course)["s1001"] == "s1001"
    take(newer)
    assert placed(course) == FIVE | {"s1001": "again"}
    take(given.canvas())  # the older download once more
    assert placed(course)["s1001"] == "again" and "older and left out 1" in take.said[1]
    (kept,) = (course.class_folder / "history" / "momentum" / "s1001").glob("*/momentum.ipynb")
    assert kept.read_bytes() == notebook("s1001")


def test_what_somebody_put_there_by_hand_is_kept(take, course):
    own = course.folder("submitted", "s1001", "momentum") / "momentum.ipynb"
    own.parent.mkdir(parents=True)
    own.write_text("by hand")
    take(given.canvas(), roster=["canvas.csv"])
    (kept,) = (course.class_folder / "history" / "momentum" / "s1001").glob("*/momentum.ipynb")
    assert kept.read_text() == "by hand"


def test_odd_submissions_are_collected_and_listed(take, course):
    files = {
        "A A_1_assignsubmission_file/momentum.ipynb": b"",
        "B B_2_assignsubmission_file/answer.docx": b"PK",
        "C C_3_assignsubmission_file/momentum.ipynb": notebook("c"),
        "C C_3_assignsubmission_file/momentum (1).ipynb": notebook("c2"),
        "D D_4_assignsubmission_file/momentum.ipynb": notebook("d", "adaptive"),
        "E E_5_assignsubmission_onlinetext/onlinetext.html": b"see my mail",
        "F F_6_assignsubmission_file/" + 80 * "я" + 30 * "x" + ".png": b"",
        "F F_6_assignsubmission_file/momentum.ipynb": notebook("f"),
        "readme.txt": b"",
    }
    assert take(files, "momentum") is False
    said = "\n".join(take.said)
    for line in (
        "A A: momentum.ipynb is empty",
        "B B: there is no notebook among: answer.docx",
        "C C: several notebooks: momentum (1).ipynb, momentum.ipynb",
        "D D: momentum.ipynb is a notebook of adaptive",
        "E E: handed in no file, but a text or link",
        "belongs to nobody: readme.txt",
    ):
        assert f"  {line}" in take.said, said
    assert set(course.submitted("momentum")) == {"A A", "B B", "C C", "D D", "F F"}


def test_a_dry_run_writes_nothing(take, course):
    take(given.canvas(), roster=["canvas.csv"], dry_run=True)
    assert course.submitted("momentum") == {} and not roster_path(course).exists()


def bomb(path):
    """A zip of a few bytes that says it holds 5 GiB."""
    zipped(path, {f"s{n}/momentum.ipynb": b"0" for n in range(60)})
    content = bytearray(path.read_bytes())
    at = -1
    while (at := content.find(b"PK\x01\x02", at + 1)) >= 0:
        content[at + 24 : at + 28] = (90 * 2**20).to_bytes(4, "little")
    path.write_bytes(content)
    return path


LEADING_OUT = ("../x/momentum.ipynb", "/etc/momentum.ipynb", "C:/x/momentum.ipynb", "a/../../x.ipynb", "a\\..\\x")


@pytest.mark.parametrize("name", LEADING_OUT)
def test_names_that_lead_out_are_refused(take, name):
    assert "leads out of its folder" in take.refused({"anna/momentum.ipynb": notebook("a"), name: b""})


def test_bombs_damage_and_what_is_no_zip_are_refused(take, tmp_path):
    assert "too much for a class" in take.refused(bomb(tmp_path / "bomb.zip"))
    (tmp_path / "letter.zip").write_text("Dear all")
    assert "is no zip" in take.refused(tmp_path / "letter.zip")
    broken = zipped(tmp_path / "broken.zip", {"anna/momentum.ipynb": notebook("a")})
    content = bytearray(broken.read_bytes())
    content[200:220] = 20 * b"\0"
    broken.write_bytes(content)
    assert "is damaged. Download it again" in take.refused(broken)
    assert "There is no file in" in take.refused({})
    assert "does not say which assignment" in take.refused({"anna/x.txt": b""})
    assert "no released assignment called 'nix'" in take.refused(given.canvas(), "nix")
    with zipfile.ZipFile(tmp_path / "twice.zip", "w") as made, pytest.warns(UserWarning):
        made.writestr("a/momentum.ipynb", b"1")
        made.writestr("a/momentum.ipynb", b"2")
    assert "holds 'a/momentum.ipynb' twice" in take.refused(tmp_path / "twice.zip")


def test_a_size_that_lies_is_found_out(take, tmp_path):
    path = zipped(tmp_path / "lie.zip", {"anna/momentum.ipynb": 10_000 * b"0"})
    content = bytearray(path.read_bytes())
    at = content.find(b"PK\x01\x02")
    content[at + 24 : at + 28] = (100).to_bytes(4, "little")
    path.write_bytes(content)
    assert "is damaged" in take.refused(path, "momentum")


ROSTERS = {
    "another encoding": ("student;name\nивано;Иван\n".encode("cp1251"), "is not encoded in UTF-8"),
    "nobody": (b"colour,size\nred,3\n", "does not say who is who"),
    "doubles": (b"student,name\nanna,A\nanna,B\n", "anna stands in rows 2 and 3"),
    "an open quote": (b'student,name\n"anna,A\n', "quotation mark does not end"),
    "empty": (b"", "has no header"),
    "no table": (b"student\0\n", "is not a table"),
}


@pytest.mark.parametrize("case", ROSTERS)
def test_rosters_that_cannot_be_used_are_refused(take, tmp_path, case):
    content, words = ROSTERS[case]
    (tmp_path / "roster.csv").write_bytes(content)
    assert words in take.refused(given.canvas(), roster=[tmp_path / "roster.csv"])


@pytest.mark.parametrize(
    "content",
    [
        b"student,name\nanna,Anna A\n",
        "Login;Name\nanna;Anna A\n".encode("utf-8-sig"),
        "username\tfull name\nanna\tAnna A\n".encode("utf-16"),
        b'ID number,First name,Last name\r\nanna,"Anna","A"\r\n',
    ],
)
def test_rosters_in_many_forms(content):
    (person,) = people_of(Sheet(content, "r.csv"), "momentum")
    assert (person.student, person.name) == ("anna", "Anna A")


def test_a_roster_is_never_shortened(course):
    path = roster_path(course)
    path.parent.mkdir(exist_ok=True)
    path.write_text("student,name,email\nanna,=Anna,a@x\n")
    roster = Roster.read(path)
    for person in people_of(Sheet(b"student,name,email\nanna,,other@x\nbea,Bea,\n", "r.csv"), ""):
        roster.add(person)
    roster.write(path)
    people = Roster.read(path).people
    assert people["anna"].email == "a@x" and people["anna"].name == "=Anna" and people["bea"].name == "Bea"
    assert "'=Anna" in path.read_text()


def test_names_of_copies():
    copies = [
        "momentum (1).ipynb",
        "momentum-1.ipynb",
        "momentum-Copy1.ipynb",
        "momentum(2).ipynb",
        "momentum copy.ipynb",
    ]
    assert {COPY.sub("", n) for n in copies} == {"momentum.ipynb"}


def test_kinds_are_told_apart_by_most_of_the_names():
    assert kind_of(list(given.moodle_flat())) == "moodle"
    assert kind_of(list(given.canvas())) == "canvas"
    assert kind_of(list(given.exchange())) == "exchange"
    assert kind_of(["anna/momentum.ipynb", "петровиван_LATE_4713_998879_momentum.ipynb"]) == "plain"


@pytest.mark.parametrize(
    "files, roster",
    [
        pytest.param(given.moodle_folders, "moodle.csv", id="moodle"),
        pytest.param(given.canvas, "canvas.csv", id="canvas", marks=pytest.mark.slow),
    ],
)
def test_stock_zip_collect_works_as_documented(course, files, roster):
    made = Roster(people_of(Sheet.read(TABLES / roster), "momentum"))
    made.write(roster_path(course))
    archive = course.class_folder / "downloaded" / "momentum" / "archive"
    archive.mkdir(parents=True)
    zipped(archive / "all.zip", files())
    CourseFolder(course.root).run("nbgrader", "zip_collect", "momentum")
    assert placed(course) == FIVE
