"""The ways in which a notebook arrives broken, and what becomes of each.

Every function below writes one into a student's folder. `@arrives` says what it is and what is expected of it: with
`problem`, that it could not be checked, and words of the sentence for the student; else that it is repaired and worth
the same marks, less those of the tests that it `loses`, with a `note` that says what was put right.
"""

import copy
import gzip
import io
import json
import os
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import nbformat

from tests.handed_in import NAME, RIGHT, filled_in, mark

FILE = f"{NAME}.ipynb"
ARRIVALS: list["Arrival"] = []


@dataclass(frozen=True)
class Arrival:
    """One way to arrive: what writes it, what it is, and what is expected."""

    write: Callable[[Path], None]
    describes: str
    problem: str = ""
    note: str = ""
    loses: tuple[str, ...] = ()
    big: bool = False

    @property
    def name(self) -> str:
        return self.write.__name__


def arrives(describes: str, **expected):
    """Register a function as a way to arrive."""

    def register(write):
        ARRIVALS.append(Arrival(write, describes, **expected))
        return write

    return register


def notebook() -> dict:
    """A right notebook, as plain JSON."""
    return copy.deepcopy(json.loads(json.dumps(filled_in(RIGHT))))


def cell(nb: dict, name: str) -> dict:
    return next(c for c in nb["cells"] if mark(nbformat.from_dict(c)).get("grade_id") == name)


def save(folder: Path, content, name: str = FILE):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())


def whole() -> bytes:
    return json.dumps(notebook(), indent=1).encode()


# --- No notebook at all


@arrives("An empty file.", problem="The file is empty")
def empty(folder):
    save(folder, b"")


@arrives("White space.", problem="The file is empty")
def blank(folder):
    save(folder, b" \n\t\n")


@arrives("A text that is no JSON.", problem="a notebook is JSON, which this is not")
def python_file(folder):
    save(folder, b"def ball_step(x, v): return x\n")


@arrives("Bytes of no meaning.", problem="a notebook is JSON, which this is not")
def noise(folder):
    save(folder, bytes(range(256)) * 40)


@arrives("A download that broke off.", problem="damaged: its JSON breaks off")
def broken_off(folder):
    save(folder, whole()[:-400])


@arrives("Two versions with the marks of a merge conflict.", problem="is wrong at line")
def merge_conflict(folder):
    save(folder, whole().replace(b' "cells"', b'<<<<<<< HEAD\n "cells"', 1))


@arrives("JSON that is a list.", problem="it holds a list")
def a_list(folder):
    save(folder, notebook()["cells"])


@arrives("JSON without cells.", problem="it has no list of cells")
def no_cells(folder):
    save(folder, {"nbformat": 4, "metadata": {}})


@arrives("Cells that are a dict.", problem="it has no list of cells")
def cells_as_dict(folder):
    save(folder, notebook() | {"cells": {"0": {}}})


@arrives("JSON nested a hundred thousand deep.", problem="nested or written as no notebook is")
def deep(folder):
    save(folder, b'{"cells": ' + b"[" * 100_000 + b"]" * 100_000 + b"}")


@arrives("A number of ten thousand digits.", problem="nested or written as no notebook is")
def endless_number(folder):
    save(folder, b'{"nbformat": ' + b"9" * 10_000 + b"}")


@arrives("The web page of a notebook.", problem="The file is a web page")
def web_page(folder):
    save(folder, b"<!DOCTYPE html>\n<html><head><title>momentum</title></head></html>")


@arrives("A PDF.", problem="The file is a PDF")
def pdf(folder):
    save(folder, b"%PDF-1.7\n...")


@arrives("A picture of the screen.", problem="The file is a picture")
def screenshot(folder):
    save(folder, b"\x89PNG\r\n\x1a\n....")


@arrives("A zip archive under the notebook's name.", problem="The file is a zip archive")
def zip_as_notebook(folder):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(FILE, whole())
    save(folder, packed.getvalue())


@arrives("A gzipped notebook.", problem="The file is a gzip archive")
def gzipped(folder):
    save(folder, gzip.compress(whole()))


@arrives("A word processor's file.", problem="a word processor's file")
def word(folder):
    save(folder, b"{\\rtf1 momentum}")


# --- Encodings and formats


@arrives("UTF-8 with a byte-order mark.")
def bom(folder):
    save(folder, b"\xef\xbb\xbf" + whole())


@arrives("UTF-16.")
def utf16(folder):
    save(folder, whole().decode().encode("utf-16"))


@arrives("Windows-1252, undeclared.", note="read as Windows-1252")
def windows(folder):
    nb = notebook()
    nb["cells"].insert(0, {"cell_type": "markdown", "metadata": {}, "source": "Größe – naïve"})
    save(folder, json.dumps(nb, ensure_ascii=False).encode("cp1252", "replace"))


@arrives("Lone surrogates and null characters in the source.")
def surrogates(folder):
    nb = notebook()
    nb["cells"].insert(0, {"cell_type": "markdown", "metadata": {}, "source": "\ud800 \0 \udfff"})
    save(folder, nb)


@arrives("Format 3.", note="old format 3 and was converted")
def format_3(folder):
    save(folder, nbformat.convert(filled_in(RIGHT), 3))


@arrives("Format 3, damaged.", problem="old format 3 and could not be converted")
def format_3_damaged(folder):
    save(folder, {"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": [{"cells": [{"cell_type": 5}]}]})


@arrives("A format that does not exist yet.", note="says it is of format 9; it was read as 4")
def format_9(folder):
    save(folder, notebook() | {"nbformat": 9, "nbformat_minor": 99})


@arrives("No format at all.", note="it was read as 4")
def no_format(folder):
    nb = notebook()
    del nb["nbformat"], nb["nbformat_minor"]
    save(folder, nb)


@arrives("A format of the wrong type.", note="it was read as 4")
def format_of_wrong_type(folder):
    save(folder, notebook() | {"nbformat": [4], "nbformat_minor": "five"})


# --- Graded cells


@arrives("A test cell twice.", note="test_ball_step is there more than once")
def test_doubled(folder):
    nb = notebook()
    nb["cells"].append(cell(nb, "test_ball_step"))
    save(folder, nb)


@arrives("An answer twice; the last one counts.", note="ball_step is there more than once", loses=("test_ball_step",))
def answer_doubled(folder):
    nb = notebook()
    nb["cells"].append(copy.deepcopy(cell(nb, "ball_step")) | {"source": "def ball_step(*a): return None"})
    save(folder, nb)


@arrives("All test cells deleted.", note="test_ball_step was missing and was put back")
def tests_deleted(folder):
    nb = notebook()
    nb["cells"] = [c for c in nb["cells"] if not c["metadata"]["nbgrader"]["grade_id"].startswith("test_")]
    save(folder, nb)


@arrives("An answer deleted.", loses=("test_momentum_step",))
def answer_deleted(folder):
    nb = notebook()
    nb["cells"].remove(cell(nb, "momentum_step"))
    save(folder, nb)


@arrives("The written answer deleted.", note="long_slope was missing and was put back")
def text_deleted(folder):
    nb = notebook()
    nb["cells"].remove(cell(nb, "long_slope"))
    save(folder, nb)


@arrives("The locked cell with the imports deleted.")
def imports_deleted(folder):
    nb = notebook()
    nb["cells"].remove(cell(nb, "setup"))
    save(folder, nb)


@arrives("Every cell in reverse order.", note="stood before what it tests and was moved")
def reversed_cells(folder):
    nb = notebook()
    setup, *rest = nb["cells"]
    save(folder, nb | {"cells": [setup, *reversed(rest)]})


@arrives("Test cells edited.")
def tests_edited(folder):
    nb = notebook()
    for name in ("test_ball_step", "test_momentum_step"):
        cell(nb, name)["source"] = "assert False"
    save(folder, nb)


@arrives("A test cell made a text, an answer made raw.", note="was of type")
def retyped(folder):
    nb = notebook()
    for name, kind in (("test_ball_step", "markdown"), ("momentum_step", "raw")):
        changed = cell(nb, name)
        changed["cell_type"] = kind
        changed.pop("outputs", None), changed.pop("execution_count", None)
    save(folder, nb)


@arrives("Answers that lost nbgrader's metadata: cut, and pasted elsewhere.")
def marks_lost(folder):
    nb = notebook()
    for c in nb["cells"]:
        c["metadata"] = {}
    save(folder, nb)


@arrives("An answer split into two cells.")
def answer_split(folder):
    nb = notebook()
    answer = cell(nb, "ball_step")
    nb["cells"].insert(0, {"cell_type": "code", "metadata": {}, "source": answer["source"], "outputs": []})
    answer["source"] = "# see the first cell"
    save(folder, nb)


@arrives("Cells of another assignment.")
def foreign_cells(folder):
    nb = notebook()
    nb["cells"].append(
        {
            "cell_type": "code",
            "source": "x = 1",
            "outputs": [],
            "metadata": {"nbgrader": {"grade_id": "adam_step", "grade": True, "points": 9}},
        }
    )
    save(folder, nb)


# --- Metadata, sources, outputs


@arrives("Metadata of wrong types.")
def metadata_of_wrong_types(folder):
    nb = notebook()
    nb["metadata"] = [1, 2]
    for wrong in (None, [], "x", 7, {"nbgrader": 5}, {"nbgrader": {"grade_id": ["x"]}}):
        nb["cells"].insert(0, {"cell_type": "code", "source": "1", "metadata": wrong, "outputs": {}})
    save(folder, nb)


@arrives("Cells that are none, without source, of unknown type.", note="Entries that are no cells were left out")
def odd_cells(folder):
    nb = notebook()
    nb["cells"] += [
        None,
        5,
        "x",
        [],
        {},
        {"cell_type": "code"},
        {"cell_type": "code", "source": {"a": 1}},
        {"cell_type": "heading", "level": 1, "source": "Old"},
        {"cell_type": None, "source": ["a", 1]},
    ]
    save(folder, nb)


@arrives("No kernelspec.")
def no_kernelspec(folder):
    save(folder, notebook() | {"metadata": {}})


@arrives("A kernelspec of another language.")
def foreign_kernelspec(folder):
    save(
        folder,
        notebook()
        | {
            "metadata": {
                "kernelspec": {"name": "ir", "language": "R", "display_name": "R"},
                "language_info": {"name": "R", "codemirror_mode": 5},
            }
        },
    )


@arrives("Doubled, missing and impossible cell ids.")
def cell_ids(folder):
    nb = notebook()
    for number, c in enumerate(nb["cells"]):
        c["id"] = ("same", None, 17, "", "not allowed <>", "x" * 1000)[number % 6]
    save(folder, nb)


@arrives("Sources as lists of lines, some without their ends.")
def sources_as_lists(folder):
    nb = notebook()
    for c in nb["cells"]:
        c["source"] = c["source"].splitlines(keepends=True)
    save(folder, nb)


@arrives("Windows line ends and tabs.")
def windows_line_ends(folder):
    nb = notebook()
    for c in nb["cells"]:
        c["source"] = c["source"].replace("\n", "\r\n").replace("    ", "\t")
    save(folder, nb)


@arrives("Outputs of wrong types, widgets without state.")
def odd_outputs(folder):
    nb = notebook()
    outputs = ("text", {}, None, [5, None, {"output_type": "x"}], [[[]]], [{"data": {"a/b": 1}}])
    for wrong, c in zip(outputs, nb["cells"]):
        c["outputs"], c["execution_count"] = wrong, "first"
    save(folder, nb)


@arrives("A cell that does not end: a syntax error.", loses=("test_ball_step",))
def syntax_error(folder):
    nb = notebook()
    cell(nb, "ball_step")["source"] = "def ball_step(x, v, grad, mass, friction, dt:\n    return ("
    save(folder, nb)


@arrives("300,000 lines of output.", big=True)
def much_output(folder):
    nb = notebook()
    line = "epoch 17, loss 0.123, 0.456, 0.789, [1, 2, 3]\n"
    nb["cells"][0]["outputs"] = [{"output_type": "stream", "name": "stdout", "text": [line] * 300_000}]
    save(folder, nb)


@arrives("An embedded picture of 60 MB.", big=True)
def large_picture(folder):
    nb = notebook()
    picture = {"output_type": "display_data", "metadata": {}, "data": {"image/png": "iVBORw0K" * 10_000_000}}
    nb["cells"][0]["outputs"] = [picture]
    save(folder, nb)


@arrives("Far too many pictures pasted into a text.", note="left out beyond 16 MiB", big=True)
def many_pictures(folder):
    nb = notebook()
    pictures = {f"{n}.png": {"image/png": "iVBORw0K" * 200_000} for n in range(16)}
    nb["cells"] += [{"cell_type": "markdown", "metadata": {}, "source": "![](0.png)", "attachments": pictures}]
    save(folder, nb)


@arrives("More than may be read.", problem="too much to read", big=True)
def too_large(folder):
    save(folder, b'{"cells": [' + b" " * (130 * 2**20))


@arrives("Millions of empty lists: small on the disk, large in memory.", problem="more than can be read", big=True)
def empty_lists(folder):
    save(folder, b'{"cells": [' + b"[]," * 5_000_000 + b"[]]}")


# --- Names and folders


@arrives("Another name.", note="The notebook is solution (2).ipynb, not momentum.ipynb")
def another_name(folder):
    save(folder, whole(), "solution (2).ipynb")


@arrives("Capital letters in name and suffix.", note="Momentum.IPYNB")
def capital_letters(folder):
    save(folder, whole(), "Momentum.IPYNB")


@arrives("A folder too many.", note="momentum/momentum.ipynb")
def folder_too_many(folder):
    save(folder / "momentum", whole())


@arrives("Two notebooks, neither with the right name.", problem="several notebooks")
def two_notebooks(folder):
    save(folder, whole(), "a.ipynb")
    save(folder, whole(), "b.ipynb")


@arrives("The right notebook beside checkpoints and a copy.", note="another notebook: momentum-copy.ipynb")
def with_copies(folder):
    save(folder, whole())
    save(folder, b"{}", "momentum-copy.ipynb")
    save(folder / ".ipynb_checkpoints", b"{}", "momentum-checkpoint.ipynb")


@arrives("An empty folder.", problem="There is no notebook")
def nothing(folder):
    folder.mkdir(parents=True)


@arrives("A zip archive in place of the notebook.", problem="There is no notebook")
def zip_archive(folder):
    save(folder, b"PK\x03\x04", "momentum.zip")


@arrives("A folder with the notebook's name.", problem="is not a file")
def folder_as_notebook(folder):
    (folder / FILE).mkdir(parents=True)


@arrives("A link to another student's notebook.", problem="is a link to another file")
def link(folder):
    save(folder.parent / "elsewhere", whole())
    folder.mkdir(parents=True)
    (folder / FILE).symlink_to(folder.parent / "elsewhere" / FILE)


@arrives("A pipe in place of the notebook.", problem="is not a file")
def pipe(folder):
    folder.mkdir(parents=True)
    os.mkfifo(folder / FILE)


@arrives("Links, pipes and large files beside a right notebook.", note="Left out of the submission")
def odd_files_beside(folder):
    save(folder, whole())
    (folder / "etc").symlink_to("/etc")
    (folder / "loop").symlink_to("loop")
    os.mkfifo(folder / "pipe")
