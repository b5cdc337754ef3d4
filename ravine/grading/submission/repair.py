"""Read what a student handed in, whatever it is, as the assignment's notebook.

Cells that the student may not change are taken from the assignment; the student's own cells are kept in their order;
outputs and foreign metadata are dropped. What cannot be read gives an empty notebook and a sentence that says why.
"""

import base64
import binascii
import json
import re
from dataclasses import dataclass, field
from typing import Any

import nbformat
from nbformat.notebooknode import NotebookNode

from ravine.course.releases import checksums_of
from ravine.grading.submission.assignment import Assignment, Cell, definitions
from ravine.grading.submission.releases import made_from
from ravine.grading.submission.verdict import clean
from ravine.grading.worker.limits import Limits, MiB
from ravine.language import _

LARGEST_PICTURE = 2 * MiB
KINDS = ("code", "markdown", "raw")


class Unreadable(Exception):
    """The file is no notebook; the message says what it is."""


@dataclass
class Repaired:
    """The notebook to grade, what was put right in it, and why it could not be read (then it is the empty one).

    doubts: what a person should look at although it was read. release: the one that it is graded against.
    """

    notebook: NotebookNode
    notes: list[str] = field(default_factory=list)
    problem: str = ""
    beside: str = ""  # a hash of the files that lay beside it
    doubts: list[str] = field(default_factory=list)
    release: Assignment | None = None


def repair(content: bytes, assignment: Assignment, limits: Limits = Limits()) -> Repaired:
    """The submitted file's content as a notebook of this assignment, valid by nbformat and nbgrader."""
    notes: list[str] = []
    try:
        cells = _student_cells(_parse(content, notes, limits), notes, limits)
    except Unreadable as error:
        return Repaired(skeleton(assignment), problem=str(error))
    release, of_none = made_from(checksums_of(cells), assignment)
    notes += [*_of_an_earlier(release), *_not_as_given(cells, release)]
    own = _own(cells, release, notes)
    doubts = [*_of_none_kept(of_none), *_missing_answers(own, release)]
    notes += doubts
    return Repaired(_notebook(_place(own, release, notes), release), notes, doubts=doubts, release=release)


def skeleton(assignment: Assignment) -> NotebookNode:
    """The assignment as it was released: what a submission without an answer looks like."""
    notes: list[str] = []
    try:
        cells = _student_cells(_parse(assignment.release.encode(), notes, Limits()), notes, Limits())
    except Unreadable:
        cells = []
    return _notebook(_place(_own(cells, assignment, notes), assignment, notes), assignment)


# --- from bytes to a dict

_TEXT = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*(?:"|\\?\Z)', re.S)  # one that is not closed ends with the file: linear
_KINDS = {
    b"PK\x03\x04": _("a zip archive"),
    b"\x1f\x8b": _("a gzip archive"),
    b"%PDF": _("a PDF"),
    b"\x89PNG": _("a picture"),
    b"\xff\xd8\xff": _("a picture"),
    b"{\\rtf": _("a word processor's file"),
    b"\xd0\xcf\x11\xe0": _("a word processor's file"),
}


def _parse(content, notes, limits):
    if not content.strip():
        raise Unreadable(_("The file is empty. Expected: the notebook, saved."))
    if len(content) > limits.notebook_size:
        size = f"{len(content) / MiB:.0f}"
        raise Unreadable(_("The file has {size} MiB. Clear the outputs, save, and submit again.").format(size=size))
    for magic, kind in _KINDS.items():
        if content.startswith(magic):
            raise Unreadable(_("The file is {kind}, not a notebook.").format(kind=kind))
    text = _decode(content, notes)
    start = text.lstrip()[:200].lower()
    if start.startswith(("<!doctype", "<html", "<?xml")):
        raise Unreadable(
            _("The file is a web page, not a notebook. Download the notebook itself (File → Download), not its page.")
        )
    if _structure(text) > limits.notebook_structure:
        raise Unreadable(_("The notebook holds more than can be read. Clear the outputs, save, and submit again."))
    try:
        parsed = json.loads(text)
    except json.JSONDecodeError as error:
        where = {"line": error.lineno, "column": error.colno}
        if start.startswith("{"):
            message = _("The notebook is damaged: its JSON breaks off or is wrong at line {line}, column {column}.")
            raise Unreadable(message.format(**where)) from None
        raise Unreadable(_("The file is not a notebook: a notebook is JSON, which this is not.")) from None
    except (RecursionError, ValueError):
        raise Unreadable(_("The notebook is damaged: its JSON is nested or written as no notebook is.")) from None
    if not isinstance(parsed, dict):
        kind = type(parsed).__name__
        raise Unreadable(_("The file is JSON, but no notebook: it holds a {kind}.").format(kind=kind))
    return _as_version_4(parsed, notes)


def _decode(content, notes):
    for bom, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(bom):
            return content.decode(encoding, "replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        notes.append(_("The file is not in UTF-8; it was read as Windows-1252."))
        return content.decode("cp1252", "replace")


def _structure(text):
    """How many values a JSON text holds, about: each takes memory, however short it is."""
    counted = "[{,"
    if sum(map(text.count, counted)) > 1_000_000:  # most likely within texts
        text = _TEXT.sub("", text)
    return sum(map(text.count, counted))


def _as_version_4(parsed, notes):
    version = parsed.get("nbformat")
    if isinstance(version, int) and not isinstance(version, bool) and version < 4:
        try:
            node = nbformat.reads(json.dumps(parsed), as_version=4)
        except Exception:  # nbformat raises whatever an old or broken notebook makes it stumble over
            raise Unreadable(
                _("The notebook is of the old format {version} and could not be converted.").format(version=version)
            ) from None
        notes.append(_("The notebook was of the old format {version} and was converted.").format(version=version))
        return node
    if not isinstance(parsed.get("cells"), list):
        raise Unreadable(_("The file is JSON, but no notebook: it has no list of cells."))
    if version != 4:
        words = _("The notebook says it is of format {version}; it was read as 4.")
        notes.append(words.format(version=clean(version, 20)))
    return parsed


# --- from a dict to cells


def _student_cells(parsed, notes, limits):
    """The cells as new ones with source, pictures and nbgrader's mark only."""
    listed = parsed["cells"]
    if len(listed) > limits.notebook_cells:
        words = _("The notebook has {count:,} cells. At most {most:,} are read.")
        raise Unreadable(words.format(count=len(listed), most=limits.notebook_cells))
    cells = [_student_cell(c, notes) for c in listed if isinstance(c, dict)]
    written = sum(len(c.source) for c in cells if c is not None)
    if written > limits.notebook_source:
        words = _("The notebook's cells hold {count:,} characters of source. At most {most:,} are read.")
        raise Unreadable(words.format(count=written, most=limits.notebook_source))
    _keep_pictures(cells, notes, limits)
    if len(cells) < len(listed):
        notes.append(_("Entries that are no cells were left out."))
    return [c for c in cells if c is not None]


def _keep_pictures(cells, notes, limits):
    """Take away the pasted pictures beyond what one notebook may hold."""
    left, pasted = limits.images_size_in_total, [c for c in cells if c is not None and "attachments" in c]
    for cell in pasted:
        left -= sum(len(encoded) for picture in cell.attachments.values() for encoded in picture.values())
        if left < 0:
            del cell["attachments"]
    if left < 0:
        words = _("Pictures pasted into the notebook are left out beyond {size} MiB.")
        notes.append(words.format(size=limits.images_size_in_total // MiB))


def _student_cell(cell, notes):
    source = _source(cell.get("source"))
    if source is None:
        notes.append(_("A cell without a readable source was left out."))
        return None
    kind = cell.get("cell_type")
    new = _new(kind if kind in KINDS else "raw", source)
    metadata = cell.get("metadata")
    mark = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    if isinstance(mark, dict) and isinstance(mark.get("grade_id"), str):
        kept = ("grade_id", "checksum")  # the checksum tells the release
        new.metadata["nbgrader"] = NotebookNode({k: mark[k] for k in kept if isinstance(mark.get(k), str)})
    if kind == "markdown" and (pictures := _pictures(cell.get("attachments"))):
        new["attachments"] = pictures
    return new


def _new(kind, source):
    """A cell as `nbformat.v4` makes it, without its check of each: the whole notebook is checked once, and faster."""
    outputs = {"execution_count": None, "outputs": []} if kind == "code" else {}
    return NotebookNode(cell_type=kind, metadata=NotebookNode(), source=source, **outputs)


def _source(source):
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        source = "".join(source)
    if not isinstance(source, str):
        return None
    return source.encode("utf-8", "replace").decode("utf-8").replace("\0", "")


def _pictures(attachments: Any) -> NotebookNode:
    """The PNG and JPEG pictures pasted into a Markdown cell."""
    pictures = NotebookNode()
    for name, data in attachments.items() if isinstance(attachments, dict) else ():
        for kind in ("image/png", "image/jpeg"):
            encoded = data.get(kind) if isinstance(data, dict) else None
            if isinstance(encoded, str) and len(encoded) < LARGEST_PICTURE and _is_base64(encoded):
                pictures[clean(name, 100)] = NotebookNode({kind: encoded})
    return pictures


def _is_base64(text):
    try:
        base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        return False
    return True


# --- from the student's cells to the assignment's


def _own(cells, assignment, notes):
    """Mark each cell as the assignment's or the student's: once each, of the right type, unchanged where locked."""
    last = {grade_id(c): i for i, c in enumerate(cells) if grade_id(c)}
    result = []
    for i, cell in enumerate(cells):
        name = grade_id(cell)
        if name and name not in assignment.cell:
            del cell.metadata["nbgrader"]
        elif name and last[name] != i:
            notes.append(_("The cell {name} is there more than once; the last one counts.").format(name=name))
            if assignment.cell[name].locked:
                continue
            del cell.metadata["nbgrader"]
        elif name:
            cell = _restored(cell, assignment.cell[name], notes)
        result.append(cell)
    _adopt(result, assignment)
    return result


def grade_id(cell) -> str:
    """nbgrader's name of a cell, or ""."""
    return cell.metadata.get("nbgrader", {}).get("grade_id", "")


def _restored(cell, original, notes):
    if cell.cell_type != original.cell_type:
        words = _("The cell {name} was of type {kind} and was made {expected} again.")
        notes.append(words.format(name=original.grade_id, kind=cell.cell_type, expected=original.cell_type))
    return _made(original, original.source if original.locked else cell.source, cell.get("attachments"))


def _made(original: Cell, source: str, attachments=None) -> NotebookNode:
    cell = _new(original.cell_type, source)
    cell.metadata["nbgrader"] = NotebookNode(original.metadata())
    if attachments and original.cell_type == "markdown":
        cell["attachments"] = attachments
    return cell


def _of_an_earlier(release):
    """A sentence where a notebook is graded by something else than one of the newest release is."""
    words = _("Made from an earlier release, and graded against that one. Changed since: {names}.")
    return [words.format(names=", ".join(release.changed))] if release.changed else []


def _of_none_kept(names):
    """A sentence where cells were given out in no release that is known."""
    words = _(
        "These cells are of no release that is kept: {names}. Is the notebook one of an earlier class? It was graded "
        "against the newest release."
    )
    return [words.format(names=", ".join(names))] if names else []


def _adopt(cells, assignment):
    """A solution cell that lost its mark is known by what it defines."""
    present = {grade_id(c) for c in cells}
    for original in assignment.cells:
        if original.grade_id in present or not original.solution or original.cell_type != "code":
            continue
        wanted = set(definitions(original.source))
        same = [i for i, c in enumerate(cells) if not grade_id(c) and wanted & set(_defined(c))] if wanted else []
        if same:
            cells[same[-1]] = _made(original, cells[same[-1]].source)


def _defined(cell):
    return definitions(cell.source) if cell.cell_type == "code" else {}


def _place(cells, assignment, notes):
    """Every graded cell is there, and every test comes after the cells that it tests."""
    cells = list(cells)
    order = [c.grade_id for c in assignment.cells]
    for i, original in enumerate(assignment.cells):
        position = {grade_id(c): k for k, c in enumerate(cells) if grade_id(c)}
        before = [position[name] for name in order[:i] if name in position]
        answers = [position[n] for n in _answered_by(i, assignment) if n in position]
        if original.grade_id not in position:
            if original.grade or original.task or (original.locked and original.cell_type == "code"):
                after = [] if original.is_test else [position[name] for name in order[i:] if name in position]
                place = max(before) + 1 if before else min(after, default=len(cells))
                cells.insert(place, _made(original, original.source))
                if (original.grade or original.task) and original.grade_id not in assignment.unjudged:
                    notes.append(_("The cell {name} was missing and was put back.").format(name=original.grade_id))
        elif original.is_test and answers and max(answers) > position[original.grade_id]:
            notes.append(_("The cell {name} stood before what it tests and was moved.").format(name=original.grade_id))
            cells.insert(max(answers), cells.pop(position[original.grade_id]))
    return cells


def _not_as_given(cells, assignment):
    """A sentence where cells that are the assignment's have another text than in the release: they are put back."""
    last = {grade_id(c): c.source for c in cells if grade_id(c) in assignment.given}
    changed = [n for n, text in last.items() if assignment.cell[n].locked and not _same(text, assignment.given[n])]
    words = _("Not as given out, and put back: {names}. Is the notebook an old version, or were these cells changed?")
    return [words.format(names=", ".join(changed))] if changed else []


def _same(text, given):
    return text.split() == given.split()


def _missing_answers(cells, assignment):
    """A sentence where the notebook has no cell, and nothing in its place, for something that was to be answered."""
    present = {grade_id(c) for c in cells}
    missing = [c.grade_id for c in assignment.cells if c.solution and not c.grade and c.grade_id not in present]
    words = _("This notebook has no cell for: {names}. Is it an old version, or one that lost cells?")
    return [words.format(names=", ".join(missing))] if missing else []


def _answered_by(i, assignment):
    """The solution cells between the test cell `i` and the test before it."""
    names = []
    for cell in reversed(assignment.cells[:i]):
        if cell.is_test and names:
            break
        if cell.solution:
            names.append(cell.grade_id)
    return names


def _notebook(cells, assignment):
    for number, cell in enumerate(cells):
        cell["id"] = f"cell-{number}"
    metadata = {"kernelspec": json.loads(assignment.kernelspec), "language_info": {"name": "python"}}
    return nbformat.v4.new_notebook(cells=cells, metadata={k: v for k, v in metadata.items() if v}, nbformat_minor=5)
