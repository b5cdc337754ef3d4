"""``python -m solutions.samples [assignment …]``: hand in the sample class, by default of every assignment.

It has a course folder of its own, `sample`, so that no real class is ever mixed with it.
"""

import sys
from pathlib import Path

from solutions.samples import SampleError, assignments, make_class

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "sample"
SHARED = ("solutions", "exercises", "ravine")  # what the sample class has in common with a real one
CONFIG = '''"""The sample class: the course of the folder above, with a class and a gradebook of its own."""

from pathlib import Path

HERE = Path(__file__).resolve().parent

c = get_config()  # noqa: F821 (given by traitlets)
load_subconfig("nbgrader_config.py", path=str(HERE.parent))  # noqa: F821 (given by traitlets)
c.CourseDirectory.root = str(HERE)
c.CourseDirectory.db_url = f"sqlite:///{HERE / 'class' / 'gradebook.db'}"
'''


def make_course(folder: Path) -> None:
    """The folder of a course that differs from the one around it in nothing but its class."""
    (folder / "class").mkdir(parents=True, exist_ok=True)
    (folder / "nbgrader_config.py").write_text(CONFIG, encoding="utf-8")
    for name in SHARED:
        if not (folder / name).is_symlink():
            (folder / name).symlink_to(Path("..") / name)


def main(names: list[str]) -> int:
    """Hand in the samples of these assignments into sample/class/submitted; the exit code."""
    make_course(SAMPLE)
    try:
        for name in names or assignments():
            students = make_class(name, ROOT, SAMPLE / "class" / "submitted")
            print(f"{name}: {len(students)} submissions in sample/class/submitted")
    except SampleError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
