"""A term in small: 150 students hand in through Moodle, and get marks and pages back there, in Moodle's own formats.

Nine of ten hand in one of a few notebooks of the sample class, as a class does that talks to each other.
"""

import csv
import io
import random
import re
import zipfile

import pytest

from ravine import cli
from ravine.course.course import Course
from ravine.grading.by_hand import folder as tables
from ravine.grading.sheet import as_csv
from ravine.platforms import marks
from solutions.samples import expected, notebook_of, samples
from tests.grading.courses import CourseFolder
from tests.platforms.given import zipped
from tests.platforms.test_out import MOODLES_RULE

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("class of 150")]
STUDENTS = 150
WHO = ("anna", "viktor", "boris", "bella")  # of the sample class
DAMAGED = (17, 93)  # lena's notebook
HEADER = "Identifier,Full name,ID number,Email address,Status,Grade,Maximum grade,Grade can be changed"
HEADER += ",Last modified (submission),Last modified (grade),Feedback comments"


def sample_of(n):
    return "lena" if n in DAMAGED else random.Random(n).choices(WHO, weights=(60, 20, 15, 5))[0]


def names(n):
    return f"Имя{n % 40} Student_{n}" if n % 7 == 0 else f"First{n} Last-{n}"


def download(course):
    """Moodle's zip: a folder a student, the name spelt as Moodle spells it, every tenth a browser's second copy."""
    made = {who: notebook_of(samples("momentum")[who], course.released("momentum")) for who in (*WHO, "lena")}
    content = {who: c if isinstance(c, bytes) else c.encode() for who, c in made.items()}
    folders = [f"{names(n).replace('_', ' ')}_{90000 + n}_assignsubmission_file" for n in range(STUDENTS)]
    files = [f"momentum{' (1)' * (n % 10 == 3)}.ipynb" for n in range(STUDENTS)]
    return {f"{folder}/{file}": content[sample_of(n)] for n, (folder, file) in enumerate(zip(folders, files))}


def worksheet():
    lines = [HEADER]
    for n in range(STUDENTS + 1):  # one has not handed in
        lines.append(
            f'Participant {90000 + n},{names(n)},m{n:03},m{n:03}@uni.example,Submitted,,28.00,Yes,"Friday, 6 Nov",-,'
        )
    return ("\ufeff" + "\r\n".join(lines) + "\r\n").encode()


def test_a_class_of_150_from_moodles_zip_to_moodles_worksheet_and_zip(tmp_path, monkeypatch, capsys):
    folder = CourseFolder.make(tmp_path / "course", "momentum")
    monkeypatch.chdir(folder.root)
    given, sheet = zipped(tmp_path / "OPT26.zip", download(folder)), tmp_path / "worksheet.csv"
    sheet.write_bytes(worksheet())

    assert cli.main(["collect", str(given), "--roster", str(sheet)]) == 0
    said = capsys.readouterr().out
    assert f"{STUDENTS} submissions of momentum" in said and "1 have not handed in: m150" in said
    folder.run("ravine", "grade", "momentum", check=3)  # the damaged ones need an eye

    assert cli.main(["byhand", "momentum"]) == 0
    table = tables(Course.find(folder.root)) / "momentum.csv"
    rows = list(csv.DictReader(io.StringIO(table.read_text(encoding="utf-8-sig"))))
    table.write_bytes(as_csv(tuple(rows[0]), [(r["cell"], r["student"], 3.0, "Well argued.") for r in rows]))
    assert cli.main(["byhand", "momentum", "--enter", str(table)]) == 0
    damaged = {f"m{n:03}" for n in DAMAGED}
    assert f"{STUDENTS} marks or comments are new." in capsys.readouterr().out

    assert cli.main(["marks", "--for", "moodle", str(sheet), "momentum"]) == 3
    with open(folder.root / "class" / "outgoing" / "worksheet-momentum.csv", encoding="utf-8-sig", newline="") as file:
        back = {r["ID number"]: r["Grade"] for r in csv.DictReader(file)}
    for n in range(STUDENTS):
        wanted = expected("momentum")[sample_of(n)].get("points", {})
        mark = "" if f"m{n:03}" in damaged else f"{sum(wanted.values()) + 3:.2f}"
        assert back[f"m{n:03}"] == mark, (n, sample_of(n))
    assert back["m150"] == "", "no mark is no zero"

    assert cli.main(["feedback", "--for", "moodle", "momentum"]) == 3
    with zipfile.ZipFile(folder.root / "class" / "outgoing" / "feedback-momentum-moodle.zip") as made:
        pages = {int(MOODLES_RULE.match(name)[2]) - 90000: made.read(name).decode() for name in made.namelist()}
    assert set(pages) == {n for n in range(STUDENTS) if f"m{n:03}" not in damaged}
    for n, page in pages.items():
        assert f"m{n:03}: <strong>{float(back[f'm{n:03}']):g}/28" in page and "Well argued." in page
        assert re.search(r"long_slope</strong>, graded by hand: 3 / 4", page)
    found = marks.results(Course.find(folder.root), "momentum")[1]
    assert sum(r.total is not None for r in found.values()) == STUDENTS - len(damaged)
