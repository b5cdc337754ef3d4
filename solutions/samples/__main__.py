"""``python -m solutions.samples [assignment …]``: hand in the sample class, by default of every assignment."""

import sys
from pathlib import Path

from solutions.samples import SAMPLES, SampleError, make_class

ROOT = Path(__file__).resolve().parents[2]


def main(names: list[str]) -> int:
    """Hand in the samples of these assignments into class/submitted; the exit code."""
    known = sorted(p.name for p in SAMPLES.iterdir() if p.is_dir() and not p.name.startswith(("_", ".")))
    try:
        for name in names or known:
            students = make_class(name, ROOT, ROOT / "class" / "submitted")
            print(f"{name}: {len(students)} submissions in class/submitted")
    except SampleError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


sys.exit(main(sys.argv[1:]))
