"""The course for nbgrader: its stock commands and formgrader work from this folder, with Ravine's trusted grading.

Everything that an instructor may want to change about grading is here.
"""

import os
import stat
import sys
import warnings
from pathlib import Path

from ravine.grading.formgrader import confine_files

ROOT = Path(__file__).resolve().parent
CLASS = ROOT / "class"  # what a class leaves behind; git ignores it

c = get_config()  # noqa: F821 (given by traitlets)

# --- Where things are -------------------------------------------------------------------------------------------

c.CourseDirectory.course_id = "ravine"
c.CourseDirectory.root = str(ROOT)
c.CourseDirectory.source_directory = "solutions/notebooks"
c.CourseDirectory.release_directory = "exercises"
c.CourseDirectory.submitted_directory = "class/submitted"
c.CourseDirectory.autograded_directory = "class/autograded"
c.CourseDirectory.feedback_directory = "class/feedback"
# Any database that SQLAlchemy knows, for example "postgresql+psycopg2://user:password@host/gradebook", which needs
# `pip install 'ravine[postgresql]'`.
c.CourseDirectory.db_url = os.environ.get("RAVINE_GRADEBOOK", f"sqlite:///{CLASS / 'gradebook.db'}")
c.CourseDirectory.ignore = [".ipynb_checkpoints", "*.pyc", "__pycache__"]

# `nbgrader zip_collect momentum` takes what lies in class/downloaded/momentum/archive.
c.ZipCollectApp.downloaded_directory = "class/downloaded"
c.ZipCollectApp.collector_plugin = "ravine.platforms.zip_collect.PlatformCollector"

# --- Release ----------------------------------------------------------------------------------------------------

c.ClearSolutions.code_stub = {"python": "# Your code here.\nraise NotImplementedError"}
c.ClearSolutions.text_stub = "*Your answer here.*"
# Links lead to the site's address in course.toml; then nbgrader's own steps.
c.PutInAddress.root = str(ROOT)
c.GenerateAssignment.preprocessors = ["ravine.course.address.PutInAddress"]
c.GenerateAssignment.preprocessors += [
    f"nbgrader.preprocessors.{step}"
    for step in (
        "IncludeHeaderFooter",
        "InstantiateTests",
        "LockCells",
        "ClearSolutions",
        "ClearOutput",
        "CheckCellMetadata",
        "ComputeChecksums",
        "SaveCells",
        "ClearHiddenTests",
        "ClearMarkScheme",
        "ComputeChecksums",
        "CheckCellMetadata",
    )
]

# --- Grading: only nbgrader's own execution is replaced -----------------------------------------------------------

c.Autograde.pre_convert_hook = "ravine.grading.nbgrader_plugin.expect_notebook"
c.Autograde.exporter_class = "ravine.grading.nbgrader_plugin.SubmissionExporter"
c.Autograde.autograde_preprocessors = [
    "ravine.grading.nbgrader_plugin.TrustedExecute",
    "nbgrader.preprocessors.IgnorePattern",
    "nbconvert.preprocessors.ClearMetadataPreprocessor",
    "nbgrader.preprocessors.LimitOutput",
    "nbgrader.preprocessors.SaveAutoGrades",
    "ravine.grading.nbgrader_plugin.FlagUnchecked",
    "nbgrader.preprocessors.AssignLatePenalties",
    "nbgrader.preprocessors.CheckCellMetadata",
]
# What a submission may use, by the names in ravine/grading/worker/limits.py, for example {"cpu_seconds_per_call": 30}.
c.TrustedExecute.limits = {}
# False runs students' code without a sandbox. Only for files you wrote yourself.
c.TrustedExecute.sandbox = True

# --- Feedback: nothing that a student wrote runs in the reader's browser -------------------------------------------

c.GenerateFeedback.preprocessors = ["nbgrader.preprocessors.GetGrades", "ravine.grading.nbgrader_plugin.MarkWaiting"]
c.GenerateFeedback.exporter_class = "ravine.grading.submission.feedback.FeedbackExporter"
c.HTMLExporter.sanitize_html = True
# Formgrader shows model answer and rubric below each answer that a person grades; feedback is not made with this one.
c.HTMLExporter.preprocessors = ["ravine.grading.nbgrader_plugin.ShowRubric"]
c.FeedbackExporter.preprocessors = []
confine_files()  # formgrader serves what lies beside a notebook, too

# --- What nbgrader's commands need: a place to write, alembic beside this interpreter, matplotlib's cache kept -------

CLASS.mkdir(exist_ok=True)
if (
    CLASS.stat().st_mode & stat.S_IWGRP
):  # several accounts grade: what one writes the others may change, and nobody else
    os.umask(0o007)
warnings.filterwarnings("ignore", "Object of type .* not in session")  # nbgrader and SQLAlchemy 2, harmless
os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
os.environ.setdefault("MPLCONFIGDIR", str(CLASS / "matplotlib"))
