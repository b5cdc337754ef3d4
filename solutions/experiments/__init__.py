"""Experiments of the pages after the lectures: `record.py` records their runs, and the pages make tables of them."""

import json
from os.path import commonprefix
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ravine.problems.referee import paired


def recorded(name: str) -> dict[str, Any]:
    """The runs of one experiment of `record.py`, by the names of its rows."""
    return json.loads(Path(__file__).with_name("after.json").read_text(encoding="utf-8"))[name]


def accuracies(name: str) -> dict[str, NDArray]:
    """The accuracies on the images to judge by, one a seed, by the names of an experiment's rows."""
    return {row: np.array(run["judged"]) for row, run in recorded(name).items()}


def compare(name: str, rows: list[str], comparisons: int | None = None) -> None:
    """Print rates and accuracies; of all but the first row the difference from it, its interval, and what that says.

    What all rows begin with is said once, above them; below, the grids from which the rates were chosen.
    """
    runs, records = accuracies(name), recorded(name)
    begin = len(commonprefix([row.rpartition(", ")[0] for row in rows])) + 2 if all(", " in row for row in rows) else 0
    begin = begin if len({row[:begin] for row in rows}) == 1 else 0
    head = rows[0][: max(begin - 2, 0)]
    width = max(len(head), *(len(row) - begin for row in rows)) + 1
    what = "decay" if "decay" in records[rows[-1]] else "rate"
    print(f"{head:{width}}{what:>7} accuracy  minus the first row")
    for row in rows:
        line = f"{row[begin:]:{width}}{_chosen(records[row]):>7}{runs[row].mean():9.4f}"
        if row != rows[0]:
            d = paired(runs[row], runs[rows[0]], comparisons or len(rows) - 1)
            said = {"not told apart": "no result"}.get(d.verdict, d.verdict)
            line += f"{d.mean:+9.4f}, {d.low:+.4f} to {d.high:+.4f}: {said}"
        print(line)
    grids = {_grid(records[row]): None for row in rows if "tried" in records[row]}
    print(f"(grid: {'; '.join(grids)})\n" if grids else "")


def _chosen(run):
    """The rate, or where that was the same for all, the decay."""
    return f"{next((run[key] for key in ('rate', 'decay') if key in run), 0):g}"


def _grid(run):
    tried = sorted(map(float, run["tried"]))
    return f"{tried[0]:g} to {tried[-1]:g}, {len(tried)} of them"
