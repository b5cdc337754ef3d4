"""A term's first week on a JupyterHub, typed as the page *For instructors* says, on a machine of its own.

`python -m tests.platforms.on_a_hub FOLDER`: the course is made in that folder. It ends with status 0 if all held.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import nbformat
import requests

from ravine.grading.worker.sandbox.namespaces import BIND, mount
from solutions.samples import notebook_of, samples
from tests.grading.courses import CourseFolder
from tests.pages.displayed import page
from tests.platforms.at_a_hub import HUB, Person, wait_for
from tests.platforms.hub_machine import environment, furnish, shell, typed
from tests.platforms.hub_recipe import ACCOUNT, FILES, SHARE, START

GRADER, TEACHER = "grader-ravine", "teacher"
COURSE = Path(f"/home/{GRADER}/ravine")
ROWS = re.findall(r"^\| (?:`(nbgrader .*?|ravine .*?)`)? \| (?:`(nbgrader .*?)`)? ?\|$", page("instructors"), re.M)
(RELEASE, COLLECT, GRADE, GIVE_BACK), (FETCH, SUBMIT, FETCH_FEEDBACK) = (
    [line for line in column if line] for column in zip(*ROWS)
)


def main(made: Path):
    furnish()
    course = prepare(made)
    with hub():
        desk(RELEASE)
        ada, ben = Person("ada", "ada"), Person("ben", "ben")
        for person in (ada, ben):
            person.start()
        solve_by_buttons(ada, course)
        solve_by_commands(ben, course)
        keep_apart(ada)
        desk("\n".join((COLLECT, GRADE, GIVE_BACK)))
        ada.assignments("fetch_feedback")
        terminal("ben", FETCH_FEEDBACK)
        for person in (ada, ben):
            (when,) = person.read("momentum/feedback")
            assert person.read(f"{when['path']}/momentum.html") == course.feedback(person.name, "momentum")
        teach(Person(TEACHER, TEACHER))
    share(course)


def prepare(made: Path) -> CourseFolder:
    """The accounts, and a course in the grader's home as `git clone` and `make course` leave it."""
    for name in (TEACHER, "ada", "ben"):
        typed(f"useradd --create-home {name}\necho {name}:{name} | chpasswd")
    add_account, *others = ACCOUNT.splitlines()
    typed(add_account)
    shutil.move(CourseFolder.make(made / "course", "momentum").root, COURSE)
    (COURSE / ".venv").mkdir()
    typed(f"chown -R {GRADER}: {COURSE}")
    mount(sys.prefix, COURSE / ".venv", None, BIND)
    typed("\n".join(others), folder=COURSE)
    for name, text in FILES.items():
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(text + "\n")
    return CourseFolder(COURSE)


@contextmanager
def hub():
    """The hub while it runs; what it says is shown where something went wrong."""
    with open("/srv/hub.log", "w+") as log:
        options = {"cwd": COURSE, "env": environment("root"), "start_new_session": True}
        running = subprocess.Popen(shell(START), **options, stdout=log, stderr=log)
        try:
            wait_for(lambda: requests.get(f"{HUB}/hub/login").ok)
            yield
        except BaseException:
            log.seek(0)
            print(log.read())
            raise
        finally:
            os.killpg(running.pid, signal.SIGTERM)
            running.wait()


def desk(lines: str, account: str = GRADER) -> str:
    """Type lines where the course is; 3 is said where something needs an eye."""
    return typed(f". .venv/bin/activate\n{lines}", account, COURSE)


def terminal(name: str, line: str) -> str:
    """Type a line in a terminal of a student's own server."""
    return typed(f"PATH=/opt/ravine/bin:$PATH\n{line}", name, f"/home/{name}")


def solve_by_buttons(person: Person, course: CourseFolder):
    (listed,) = person.assignments()
    assert (listed["assignment_id"], listed["status"]) == ("momentum", "released")
    assert [a["status"] for a in person.assignments("fetch")] == ["fetched"]
    write_answers(person, course, "anna")
    assert [a["status"] for a in person.assignments("submit")] == ["fetched", "submitted"]
    person.get(f"/user/{person.name}/formgrader", status=404)


def solve_by_commands(person: Person, course: CourseFolder):
    terminal(person.name, FETCH)
    write_answers(person, course, "viktor")
    terminal(person.name, SUBMIT)


def write_answers(person: Person, course: CourseFolder, sample: str):
    given = nbformat.writes(nbformat.from_dict(person.read("momentum/momentum.ipynb")))
    person.write("momentum/momentum.ipynb", notebook_of(samples("momentum")[sample], given))


def keep_apart(student: Person):
    """A student has self-check and plots, and nothing of the course, of others' work or of the grader's desk."""
    python = "/opt/ravine/bin/python -c"
    terminal(student.name, f"{python} 'from ravine import check, explore'")
    for line in (
        f"{python} 'import ravine.grading.grade'",
        f"{python} 'import solutions'",
        f"ls {COURSE}",
        "ls /srv/nbgrader/exchange/ravine/inbound",
    ):
        typed(f"! {line}", student.name, f"/home/{student.name}")
    student.get("/services/ravine/lab", status=403)


def teach(teacher: Person):
    """A teacher is let in to the grader's desk, where formgrader lists what came in."""
    teacher.get("/services/ravine/formgrader")
    listed = teacher.get("/services/ravine/formgrader/api/assignments").json()
    assert [a["num_submissions"] for a in listed if a["name"] == "momentum"] == [2]


def share(course: CourseFolder):
    """A second account of the group grades in turn with the first, by Ravine's commands and by nbgrader's."""
    typed(SHARE, folder=COURSE)
    before = course.marks("momentum")
    desk("ravine grade momentum --regrade\nravine release momentum", TEACHER)
    desk("nbgrader autograde momentum --student ben --force", GRADER)
    desk("nbgrader generate_feedback momentum --force\nravine grade momentum --regrade", TEACHER)
    assert course.marks("momentum") == before
    desk("ravine backup\nravine forget ben --yes", GRADER)
    desk("ravine grade momentum\nravine backup", TEACHER)
    assert course.marks("momentum") == {"ada": before["ada"]}
    typed("! ls class", "ada", COURSE)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
