"""The page *For instructors*: every command of a term, typed in the order of the page, in a small class."""

import re
import shlex
import shutil

import pytest

from ravine import cli
from solutions.samples import notebook_of, samples
from tests.pages.displayed import page
from tests.platforms.conftest import SAMPLES
from tests.platforms.given import TABLES, moodle_folders, zipped

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("graded class")]
DONE, LOOK = 0, 3
TERM = page("instructors").split("(instructors-setup)=")[1].split("(instructors-cluster)=")[0]
COMMANDS = [line for block in re.findall(r"^```sh\n(.*?)^```$", TERM, re.M | re.S) for line in block.splitlines()]
IN_A_PROCESS = ("grade", "release")  # they start processes of their own


@pytest.fixture
def folder(folder):
    """The class, with what a platform gave beside it."""
    given = zip([n for n in moodle_folders() if n.endswith(".ipynb")], SAMPLES.values())
    made = {name: notebook_of(samples("momentum")[who], folder.released("momentum")) for name, who in given}
    files = {name: content if isinstance(content, bytes) else content.encode() for name, content in made.items()}
    zipped(folder.root / "OPT26-Momentum-4711.zip", files)
    for name, table in {"worksheet": "moodle", "gradebook": "canvas"}.items():
        shutil.copy(TABLES / f"{table}.csv", folder.root / f"{name}.csv")
    return folder


def test_every_command_of_a_term_does_what_the_page_says(folder, monkeypatch):
    monkeypatch.chdir(folder.root)
    ended = {}
    for line in COMMANDS:
        program, command, *rest = shlex.split(line)
        if program == "nbgrader" or command in IN_A_PROCESS:
            ended[line] = folder.run(program, command, *rest, check=None).returncode
        else:
            ended[line] = cli.main([command, *rest])
    assert {line: status for line, status in ended.items() if status not in (DONE, LOOK)} == {}
    assert len(ended) > 22 and ended["ravine doctor --term"] == LOOK and ended["ravine extend s1001 momentum 2"] == DONE
    there = {path.relative_to(folder.root / "class").as_posix() for path in (folder.root / "class").rglob("*.*")}
    named = set(re.findall(r"`class/([\w./-]+\.(?:html|csv))`", TERM))
    assert named > {"students.csv", "report/index.html", "appeals/momentum/s1002.html"}
    assert named - {"by-hand/momentum.html", "by-hand/momentum.csv"} <= there, "these went with the student"


def test_nbgraders_quickstart_would_delete_the_course_as_the_page_says(folder):
    said = " ".join(folder.run("nbgrader", "quickstart", ".", check=1).stdout.split())
    assert "Rerun with --force to remove this directory" in said and (folder.root / "class" / "students.csv").exists()


def test_the_options_that_the_page_names_exist(capsys):
    for command in {line.split()[1] for line in COMMANDS if line.startswith("ravine")}:
        with pytest.raises(SystemExit):
            cli.main([command, "--help"])
        known = capsys.readouterr().out
        for line in (line for line in COMMANDS if line.startswith(f"ravine {command} ")):
            assert set(re.findall(r"--[\w-]+", line)) <= set(re.findall(r"--[\w-]+", known)), line
