"""The exercises for download: they install with one command, they work, and they hold nothing of the solutions."""

import json
import re
import zipfile
from pathlib import Path

import pytest

from ravine.course.release import assignments, read_reference
from ravine.exercises import table
from ravine.exercises.exercise import exercises_in
from tests.installed import install, run
from tests.site.conftest import ROOT

WRONG = """
import numpy as np
from ravine import check

def momentum_step(w, v, grad, lr, beta):
    v = -beta * v - lr * grad
    return w + v, v

check(momentum_step)
"""
RIGHT = WRONG.replace("-beta", "beta")


@pytest.fixture(scope="session")
def bundle(site):
    return site / "downloads" / "ravine-exercises.zip"


@pytest.fixture(scope="session")
def files(bundle):
    """The bundle's files by name, and the wheel's among them."""
    found = {}
    with zipfile.ZipFile(bundle) as archive:
        for name in archive.namelist():
            found[name] = archive.read(name)
            if name.endswith(".whl"):
                (archive_of_wheel := Path(bundle).with_suffix(".whl")).write_bytes(found[name])
                with zipfile.ZipFile(archive_of_wheel) as wheel:
                    found |= {inside: wheel.read(inside) for inside in wheel.namelist()}
                archive_of_wheel.unlink()
    return found


def test_it_holds_every_notebook_the_wheel_and_how_to_install_it(bundle):
    names = zipfile.ZipFile(bundle).namelist()
    wheels = [name for name in names if name.endswith(".whl")]
    notebooks = {f"ravine-exercises/{name}/{name}.ipynb" for name in assignments(ROOT)}
    assert len(wheels) == 1 and set(names) == notebooks | {wheels[0], "ravine-exercises/README.txt"}
    assert wheels[0].endswith("py3-none-any.whl")


def test_the_instructions_name_the_wheel_of_the_bundle(files):
    (wheel,) = (name.rsplit("/", 1)[-1] for name in files if name.endswith(".whl"))
    text = files["ravine-exercises/README.txt"].decode()
    assert set(re.findall(r"ravine-[\w.-]+\.whl", text)) == {wheel}
    assert all(system in text for system in ("Linux", "macOS", "Windows", "VS Code", "JupyterHub", "Colab"))
    own, lent = text.split("**Where you have a notebook already**")
    assert own.count(f"{wheel}[lab]") == 2 and "[lab]" not in "".join(re.findall(r"^    .*$", lent, re.M))


def test_nothing_of_the_solutions_is_in_it(files):
    """No file of theirs, no line of a reference's code, none of a source notebook's solutions and hidden tests."""
    assert [name for name in files if "solutions" in name or "samples" in name] == []
    text = "\n".join(content.decode("utf-8", "replace") for content in files.values())
    secrets = set()
    for path in (ROOT / "solutions" / "reference").rglob("*.py"):
        own = re.findall(r"^    (?:return|[a-z_]+ = ).{25,}$", path.read_text(encoding="utf-8"), re.M)
        secrets |= {line.strip() for line in own}
    for path in (ROOT / "solutions" / "notebooks").glob("*/*.ipynb"):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            hidden = re.findall(r"### BEGIN (?:SOLUTION|HIDDEN TESTS)\n(.*?)### END", "".join(cell["source"]), re.S)
            secrets |= {line.strip() for part in hidden for line in part.splitlines() if len(line.strip()) > 30}
    # What the package, its plots' rules and the README show is public.
    shown = [ROOT / "README.md", *(ROOT / "ravine").rglob("*.py"), *(ROOT / "ravine" / "plots" / "js").rglob("*.js")]
    public = "\n".join(path.read_text(encoding="utf-8") for path in shown)
    given = ("def ", "class ")  # a signature is what a student is given
    leaked = [s for s in secrets if s in text and s not in public and not s.startswith(given)]
    assert len(secrets) > 50 and leaked == []


def test_the_self_checks_tables_hold_examples_numbers_and_sentences_only(files):
    for name in assignments(ROOT):
        declared = {e.name: e for e in exercises_in(read_reference(name, ROOT))}
        for exercise, entry in json.loads(files[f"ravine/tables/{name}.json"]).items():
            assert set(entry) - {"near"} == {"exercise", "rows"}
            assert set(entry.get("near", ())) <= {"phrases", "known"}
            assert len(entry["rows"]) == len(declared[exercise].examples), "more than the public examples"
            for row in entry["rows"]:
                assert set(row) == {"part", "inputs", "expected", "wrong"}
        assert "def " not in files[f"ravine/tables/{name}.json"].decode()


def test_a_student_unpacks_installs_and_is_told_the_truth(bundle, tmp_path):
    """The wheel goes into a fresh environment; what it depends on is lent from this one, for want of a network."""
    with zipfile.ZipFile(bundle) as archive:
        archive.extractall(tmp_path)
    folder = tmp_path / "ravine-exercises"
    (wheel,) = folder.glob("*.whl")
    python = install(wheel, folder)
    assert "right" in run(python, RIGHT, folder).lower()
    told = run(python, WRONG, folder)
    (sentence,) = (
        m.sentence
        for e in table.read(table.TABLES / "momentum.json").values()
        for m in e[0].misconceptions
        if e[0].name == "momentum_step" and m.name == "velocity_reversed"
    )
    assert " ".join(sentence.split())[:60] in " ".join(told.split())
    kind = "from ravine.plots import RollingBall; print(type(RollingBall()).__name__, end='')"
    assert run(python, kind, folder) == "RollingBall"
