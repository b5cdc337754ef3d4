"""What nbgrader runs: its reading of a submission and its execution are replaced by ours, the rest is nbgrader's own.

`nbgrader_config.py` names these classes. `ravine grade` uses the same functions beneath them.
"""

import os
import secrets
from dataclasses import fields
from pathlib import Path
from typing import Any

from nbconvert.exporters import NotebookExporter
from nbformat import v4
from nbformat.notebooknode import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Bool, Dict, TraitError, Unicode, validate

from ravine.course import releases
from ravine.course.course import Course, CourseError
from ravine.files import private_mode
from ravine.grading.rubric import rubrics
from ravine.grading.submission.assignment import Assignment, read_assignment
from ravine.grading.submission.grade import Rules, grade_notebook, read
from ravine.grading.submission.handed_in import read_submission
from ravine.grading.submission.releases import with_earlier
from ravine.grading.submission.repair import Repaired
from ravine.grading.submission.standing import unchecked_cells
from ravine.grading.worker.handle import SandboxPolicy
from ravine.grading.worker.limits import Limits
from ravine.language import _


def course_directory(configurable) -> CourseDirectory:
    """The course directory of the nbgrader application that a configurable object is part of."""
    while configurable is not None:
        if getattr(configurable, "coursedir", None):
            return configurable.coursedir
        configurable = configurable.parent
    raise LookupError("not part of an nbgrader application")


def assignment_of(gradebook: Gradebook, course: CourseDirectory, name: str, notebook: str = "") -> Assignment:
    """The assignment called `name`, with its earlier releases. Raises NotReleased."""
    release = Path(course.format_path(course.release_directory, ".", name))
    assignment = read_assignment(gradebook, name, release, Path(course.root), notebook)
    return with_earlier(assignment, releases.kept(releases.folder(Path(course.root), name)))


class SubmissionExporter(NotebookExporter):
    """Reads a submitted file, whatever it is, as the assignment's notebook."""

    def from_filename(self, filename: str, resources: Any = None, **kwargs: Any):
        if os.environ.get("NBGRADER_EXECUTION") == "autograde":  # nbgrader's second reading, of what we wrote
            return super().from_filename(filename, resources, **kwargs)
        info, folder = resources["nbgrader"], Path(filename).parent
        self.assignment = self._assignment(info)
        course, limits = course_directory(self), Limits(**TrustedExecute(config=self.config).limits)
        top = folder.parents[1]
        submission = read_submission(info["student"], folder, info["notebook"], course.ignore, limits, top)
        repaired = read(submission, self.assignment, limits)
        self.assignment = repaired.release or self.assignment
        for note in filter(None, [*repaired.notes, repaired.problem]):
            self.log.warning("%s: %s", info["student"], note)
        resources["metadata"] = {"name": info["notebook"], "path": str(folder)}
        return self.from_notebook_node(_noted(repaired), resources, **kwargs)

    def _assignment(self, info):
        with Gradebook(info["db_url"]) as gradebook:
            return assignment_of(gradebook, course_directory(self), info["assignment"], info["notebook"])


def expect_notebook(assignment: str, student: str, notebooks: list[str]) -> None:
    """nbgrader's hook before a submission: a notebook with another name is read as the assignment's."""
    expected = [str(Path(path).with_name(f"{assignment}.ipynb")) for path in notebooks]
    if not set(expected) & set(notebooks):
        notebooks[:] = expected[:1]


def _noted(repaired: Repaired) -> NotebookNode:
    """The notebook with what was put right in it, for the second reading."""
    found = NotebookNode(notes=repaired.notes, problem=repaired.problem, beside=repaired.beside)
    repaired.notebook.metadata["ravine"] = found
    return repaired.notebook


class TrustedExecute(NbGraderPreprocessor):
    """In place of nbgrader's Execute: the student's cells run in the sandbox, the tests on this side."""

    sandbox = Bool(True, help="False runs students' code without a sandbox: for your own files only.").tag(config=True)
    limits = Dict(help="What a submission may use, by the names in ravine/grading/worker/limits.py.").tag(config=True)
    secret_file = Unicode(
        "class/secret", help="The file with the secret from which hidden inputs are drawn; made when first needed."
    ).tag(config=True)

    @validate("limits")
    def _known_limits(self, proposal):
        known = {f.name for f in fields(Limits)}
        if unknown := set(proposal["value"]) - known:
            raise TraitError(
                _("TrustedExecute.limits: there is no limit called {unknown}. Limits: {known}.").format(
                    unknown=", ".join(sorted(unknown)), known=", ".join(sorted(known))
                )
            )
        return proposal["value"]

    def rules(self, root: Path) -> Rules:
        """The rules of the course in `root`."""
        policy = SandboxPolicy() if self.sandbox else SandboxPolicy.none()
        return Rules(class_secret(root / self.secret_file), Limits(**self.limits), policy)

    def preprocess(self, nb: NotebookNode, resources: Any):
        info, assignment = resources["nbgrader"], self.parent.assignment
        kept = nb.metadata.get("ravine", {})
        repaired = Repaired(nb, list(kept.get("notes", [])), kept.get("problem", ""), kept.get("beside", ""))
        folder = Path(resources["metadata"]["path"])
        grade_notebook(repaired, assignment, self.rules(Path(assignment.root)), info["student"], folder)
        return nb, resources


def class_secret(path: Path) -> str:
    """The class's secret, made when it is first asked for. Raises CourseError where it is another account's."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if is_without_secret(path):
        path.unlink(missing_ok=True)
    try:
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, private_mode(path.parent)), "w") as file:
            file.write(secrets.token_hex(32) + "\n")
    except FileExistsError:
        pass
    try:
        return path.read_text().strip()
    except PermissionError:
        words = _(
            "{path} belongs to another account. Where several people grade one course, its owner types, once: "
            "chgrp -R GROUP class && chmod -R g+rwX class && find class -type d -exec chmod g+s {{}} +"
        )
        raise CourseError(words.format(path=path)) from None


def is_without_secret(path: Path) -> bool:
    """Whether there is no secret in a class's file for it, or no file."""
    return not path.exists() or not path.stat().st_size


def rules_of(course: Course) -> Rules:
    """The rules by which a course grades. Raises CourseError where its configuration is at fault."""
    return _executing(course).rules(course.root)


def secret_of(course: Course) -> Path:
    """The file with the class's secret. Raises CourseError where the configuration is at fault."""
    return course.root / _executing(course).secret_file


def _executing(course):
    try:
        return TrustedExecute(config=course.config)
    except (TraitError, TypeError) as error:
        raise CourseError(str(error)) from None


class MarkWaiting(NbGraderPreprocessor):
    """After GetGrades, for the feedback: which cells nobody has given a mark yet."""

    def preprocess(self, nb: NotebookNode, resources: Any):
        info = resources["nbgrader"]
        with Gradebook(info["db_url"]) as gradebook:
            submitted = gradebook.find_submission_notebook(info["notebook"], info["assignment"], info["student"])
            waiting = {g.cell.name for g in submitted.grades if g.needs_manual_grade and g.manual_score is None}
        for cell in nb.cells:
            mark = cell.metadata.get("nbgrader", {})
            if mark.get("grade") or mark.get("task"):
                mark["waits"] = mark["grade_id"] in waiting
        return nb, resources


class ShowRubric(NbGraderPreprocessor):
    """In formgrader, and nowhere else: model answer and rubric of the source notebook below each answer."""

    def preprocess(self, nb: NotebookNode, resources: Any):
        if resources.get("submission_id"):  # formgrader's own; no page for students has it
            course = CourseDirectory(config=self.config)
            folder = course.format_path(course.source_directory, ".", resources["assignment_id"])
            texts = rubrics(Path(folder) / f"{resources['notebook_id']}.ipynb")
            nb = NotebookNode(nb, cells=[shown for cell in nb.cells for shown in _with_rubric(cell, texts)])
        return nb, resources


def _with_rubric(cell, texts):
    text = texts.get(cell.metadata.get("nbgrader", {}).get("grade_id"))
    return [cell, v4.new_markdown_cell(f"#### {_('Model answer and rubric')}\n\n{text}")] if text else [cell]


class FlagUnchecked(NbGraderPreprocessor):
    """After SaveAutoGrades: what could not be checked has no mark and awaits a person."""

    def preprocess(self, nb: NotebookNode, resources: Any):
        flagged = unchecked_cells(nb)
        if flagged:
            info = resources["nbgrader"]
            with Gradebook(info["db_url"]) as gradebook:
                for name in flagged:
                    grade = gradebook.find_grade(name, info["notebook"], info["assignment"], info["student"])
                    grade.auto_score, grade.needs_manual_grade = None, True
                gradebook.db.commit()
        return nb, resources
