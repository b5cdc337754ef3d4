"""The archive for the worker: what of the student's part judges an answer, and each exercise's first cell."""

import io
import json
import zipfile
from pathlib import Path

from ravine import student_part
from ravine.site import bundle
from ravine.site.workbench import serving

HERE = Path(__file__).parent
NOT_IN_THE_PAGE = {"cli.py", "explore.py", "plots", "student_part.py"}  # commands, and what needs a notebook
OWN = ("answers.py", "mishaps.py", "paths.py", "serving.py", "watch.py")


def build_archive(root: Path) -> bytes:
    """The zip for the exercises of the repository `root`; the same files make the same zip."""
    package = student_part.PACKAGE.parent
    files = {path.relative_to(package).as_posix(): path.read_bytes() for path in student_part.files() if _needed(path)}
    files |= {(HERE / name).relative_to(package).as_posix(): (HERE / name).read_bytes() for name in OWN}
    files["ravine/explore.py"] = (HERE / "explore_in_the_page.py").read_bytes()
    beside = HERE.relative_to(package) / serving.SETUPS
    files[beside.as_posix()] = json.dumps(setups(root), ensure_ascii=False).encode()
    return _zipped(files)


def _needed(path):
    return path.relative_to(student_part.PACKAGE).parts[0] not in NOT_IN_THE_PAGE


def setups(root: Path) -> dict[str, str]:
    """The source of the notebook's cell `setup` for each exercise."""
    found = {}
    for path in bundle.notebooks(root).values():
        cells = {_grade_id(cell): "".join(cell["source"]) for cell in json.loads(path.read_text("utf-8"))["cells"]}
        found |= dict.fromkeys(filter(None, cells), cells["setup"])
    return found


def _grade_id(cell):
    return cell["metadata"].get("nbgrader", {}).get("grade_id", "")


def _zipped(files):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in sorted(files.items()):
            archive.writestr(zipfile.ZipInfo(name, bundle.DATE), content, zipfile.ZIP_DEFLATED, 9)
    return packed.getvalue()
