"""The house and its wings: who may import whom, and what a student has of it."""

import ast
import os
import subprocess
import sys
import zipfile
from email.parser import Parser
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from ravine import student_part
from ravine.site.bundle import build_wheel
from tests.grading.courses import ROOT

# From the ground up. A module stands on the floor of the longest name here that it begins with; it may import from its
# own floor and from those below.
FLOORS = (
    ("errors", "language", "student_part", "files", "processes", "progress", "revisions"),
    ("problems",),
    ("exercises",),
    ("plots", "tables", "observe"),
    ("check", "explore"),
    ("__init__",),
    ("course",),
    ("site", "calibration"),
    ("grading.worker.limits",),
    ("grading.worker.sandbox",),
    ("grading.worker.wire", "grading.worker.failures"),
    ("grading.worker.inside", "grading.worker"),
    ("grading.submission",),
    ("grading",),
    ("platforms",),
    ("commands",),
    ("cli",),
)
FLOOR = {wing: height for height, floor in enumerate(FLOORS) for wing in floor}
MODULES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts): path
    for path in sorted((ROOT / "ravine").rglob("*.py"))
    if "__pycache__" not in path.parts
}


def floor_of(module):
    name = module.removeprefix("ravine").removeprefix(".") or "__init__"
    parts = name.split(".")
    known = [".".join(parts[:n]) for n in range(len(parts), 0, -1)]
    return next((FLOOR[wing] for wing in known if wing in FLOOR), None)


def imports(path):
    """The modules of the course that a file imports anywhere, also within functions."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            continue
        for name in names:
            if name.split(".")[0] in ("ravine", "solutions", "tests"):
                yield name, node.lineno


def module_of(name):
    """The module that an imported name is, or is in."""
    while name and name not in MODULES and f"{name}.__init__" not in MODULES:
        name = name.rpartition(".")[0]
    return name


@pytest.mark.parametrize("module", MODULES)
def test_every_import_leads_down_or_stays_on_its_floor(module):
    own = module.removesuffix(".__init__")
    assert floor_of(own) is not None, f"{own} stands on no floor: add its wing to FLOORS"
    for name, line in imports(MODULES[module]):
        assert name.startswith("ravine"), f"{module}, line {line}: ravine knows nothing of {name}"
        target = module_of(name)
        if target != "ravine":  # the package itself gives its path only
            assert floor_of(target) <= floor_of(own), f"{module}, line {line}: {target} stands above {own}"


def test_no_circle_among_modules():
    arrows = {m.removesuffix(".__init__"): set() for m in MODULES}
    for module, path in MODULES.items():
        own = module.removesuffix(".__init__")
        arrows[own] |= {module_of(name) for name, _line in imports(path)} - {own, "ravine"}
    done = set()
    while ready := {m for m, targets in arrows.items() if m not in done and targets <= done}:
        done |= ready
    assert sorted(set(arrows) - done) == []


def test_functions_stay_short():
    """So that each reads like what it does: half of them at most 5 lines, nine of ten at most 14, none above 40."""
    lengths = sorted(
        (node.end_lineno - node.lineno + 1, f"{module}.{node.name}")
        for module, path in MODULES.items()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )
    half, nine_of_ten = (lengths[len(lengths) * tenths // 10][0] for tenths in (5, 9))
    longest = f"{half} and {nine_of_ten} lines; the longest are {lengths[:-20:-1]}"
    assert half <= 5 and nine_of_ten <= 14 and lengths[-1][0] <= 40, longest


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    return build_wheel(ROOT, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def installed(wheel):
    """A folder that holds what the wheel brings, and nothing else."""
    with zipfile.ZipFile(wheel) as files:
        files.extractall(wheel.parent / "installed")
    return wheel.parent / "installed"


def test_the_wheel_holds_exactly_the_students_part(wheel):
    with zipfile.ZipFile(wheel) as wheel:
        held = {name for name in wheel.namelist() if ".dist-info/" not in name}
    assert held == {path.relative_to(ROOT).as_posix() for path in student_part.files()}
    assert {name.split("/")[1] for name in held} == set(student_part.PART)
    assert not {"grading", "course", "site", "calibration"} & set(student_part.PART)


def test_the_wheel_asks_for_what_checks_and_plots_import_and_jupyterlab_is_an_extra(installed):
    (metadata,) = installed.glob("ravine-*.dist-info/METADATA")
    asked = [Requirement(line) for line in Parser().parsestr(metadata.read_text()).get_all("Requires-Dist")]
    assert {r.name for r in asked if not r.marker} == {"anywidget", "ipywidgets", "matplotlib", "numpy"}
    assert [r.name for r in asked if r.marker and r.marker.evaluate({"extra": "lab"})] == ["jupyterlab"]


def test_the_students_part_imports_nothing_from_outside_it():
    inside = {name.removesuffix(".py") for name in student_part.PART}
    for path in student_part.files():
        if path.suffix == ".py" and path.name != "cli.py":  # whose commands say so where their packages are missing
            for name, line in imports(path):
                wing = module_of(name).split(".")[1:2]
                assert set(wing) <= inside, f"{path.relative_to(ROOT)}, line {line}: students do not have {name}"


COMMANDS = (
    "doors",
    "doctor",
    "release momentum",
    "grade momentum",
    "build",
    "calibrate",
    "explain ada momentum",
    "report --all",
)


def test_commands_for_instructors_say_so_where_only_the_wheel_is(installed):
    code = f"import sys; from ravine.cli import main; sys.exit(sum(main(line.split()) != 1 for line in {COMMANDS}))"
    environment = {"PYTHONPATH": str(installed), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-P", "-c", code]
    done = subprocess.run(command, cwd=installed, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    said = done.stderr.splitlines()
    assert len(said) == len(COMMANDS)
    assert all(line.startswith("ravine: This is the student's part of Ravine") for line in said)


POSTGRESQL = {"RAVINE_GRADEBOOK": "postgresql+psycopg2://me@127.0.0.1:1/gradebook"}


@pytest.mark.parametrize(
    "missing, environment, told",
    [("fcntl", {}, "on Linux"), ("nbgrader", {}, "ravine[instructor]"), ("psycopg2", POSTGRESQL, "ravine[postgresql]")],
)
def test_a_missing_package_is_a_sentence(missing, environment, told):
    code = f"import sys; sys.modules[{missing!r}] = None; "
    code += "from ravine.cli import main; sys.exit(main(['grade', 'momentum']))"
    environment = os.environ | environment
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, env=environment)
    assert done.returncode == 1
    assert told in done.stderr and "Traceback" not in done.stderr


def test_the_package_lives_where_it_is_said_to():
    assert student_part.PACKAGE == Path(ROOT, "ravine").resolve()


COMPUTING = {
    "pytest",
    "np",
    "math",
    "approx",
    "round",
    "abs",
    "sqrt",
    "exp",
    "log",
    "log10",
    "float",
    "int",
    "sum",
    "len",
}


@pytest.mark.parametrize("folder", sorted(p.name for p in (ROOT / "tests").iterdir() if p.is_dir()))
def test_no_assert_is_about_constants_alone(folder):
    """Such a one cannot fail, whatever becomes of the project."""
    for path in sorted((ROOT / "tests" / folder).rglob("test_*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Assert):
                names = {n.id for n in ast.walk(node.test) if isinstance(n, ast.Name)}
                assert names - COMPUTING, f"{path.relative_to(ROOT)}, line {node.lineno}: {ast.unparse(node)}"
