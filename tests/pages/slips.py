"""Try a page's tests on a slip in each of its formulas: python -m tests.pages.slips PAGE prints what nobody notices.

Every slip is tried in a fork of a process that has imported what the tests need, which is what takes their time.
"""

import contextlib
import importlib
import json
import os
import re
import sys
import tempfile
from pathlib import Path

import pytest

from tests.forked import succeeds
from tests.pages import displayed
from tests.pages.displayed import LABELLED, PAGES, page

NOT_COLLECTED = "their file cannot be imported"
QUIETLY = ["-q", "-p", "no:cacheprovider", "-p", "no:xdist", "--assert=plain"]


def with_a_slip(latex: str) -> str:
    """The formula with its last sign turned; where it has none, with its last number or letter changed."""
    body = re.sub(r"_\{[^{}]*\}|\\text\{[^{}]*\}|\\begin\{\w+\}|\\end\{\w+\}|\[\w+\]", lambda m: "~" * len(m[0]), latex)
    for pattern, other in (
        (r"[+-]", lambda sign: "-" if sign == "+" else "+"),
        (r"\d", lambda digit: str((int(digit) + 1) % 10)),
        (r"(?<![\\A-Za-z])[A-Za-z](?![A-Za-z])", lambda letter: "q" if letter != "q" else "p"),
    ):
        if found := list(re.finditer(pattern, body)):
            at = found[-1].start()
            return latex[:at] + other(latex[at]) + latex[at + 1 :]
    raise ValueError(f"nothing to change in {latex!r}")


def unnoticed(name: str, tests: dict[str, list[str]]) -> dict[str, str]:
    """The slips that no test notices, by label. `tests` are the tests of each label, as pytest names them.

    Raises ValueError where tests fail without any slip.
    """
    source = page(name)
    importlib.import_module(next(iter(tests.values()))[0].split("::")[0].removesuffix(".py").replace("/", "."))
    if _failed(name, source, sorted({test for some in tests.values() for test in some})):
        raise ValueError(f"the tests of {name} fail without any slip")
    slips = {formula["label"]: with_a_slip(formula["latex"]) for formula in LABELLED.finditer(source)}

    def among(labels):
        failed = _failed(name, _spoilt(source, labels, slips), sorted({t for label in labels for t in tests[label]}))
        if NOT_COLLECTED in failed and len(labels) > 1:
            return [label for each in labels for label in among([each])]
        return [label for label in labels if not failed & {*tests[label], NOT_COLLECTED}]

    return {label: slips[label] for group in _without_a_test_in_common(tests) for label in among(group)}


def _without_a_test_in_common(tests):
    """The labels in few groups, each of which can be tried at once: a test that fails tells which slip it noticed."""
    groups: list[list[str]] = []
    for label in sorted(tests, key=lambda label: -len(tests[label])):
        for group in groups:
            if not any(set(tests[label]) & set(tests[other]) for other in group):
                group.append(label)
                break
        else:
            groups.append([label])
    return groups


def _spoilt(source, labels, slips):
    """The page with the slips in the formulas of these labels."""

    def slip(formula):
        if formula["label"] not in labels:
            return formula[0]
        start, end = (place - formula.start() for place in formula.span("latex"))
        return formula[0][:start] + slips[formula["label"]] + formula[0][end:]

    return LABELLED.sub(slip, source)


class _Failures:
    """Which tests failed, as pytest names them."""

    def __init__(self):
        self.found = set()

    def pytest_runtest_logreport(self, report):
        if report.failed:
            self.found.add(report.nodeid.split("[")[0])


def _failed(name, source, tests):
    """The tests that fail on a book in which this page has this source; NOT_COLLECTED where they cannot be run."""
    with tempfile.TemporaryDirectory() as folder:
        found = Path(folder, "failed.json")

        def trial():
            with open(os.devnull, "w") as nowhere, contextlib.redirect_stdout(nowhere):
                displayed.PAGES = book_with(Path(folder), name, source)
                _forget_what_read_the_page()
                failures = _Failures()
                ended = pytest.main([*QUIETLY, *tests], plugins=[failures])
            could_run = ended in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED)
            found.write_text(json.dumps(sorted(failures.found if could_run else {NOT_COLLECTED})))
            return True

        if not succeeds(trial):
            raise ValueError(f"the tests of {name} could not be run")
        return set(json.loads(found.read_text()))


def book_with(folder: Path, name: str, source: str) -> Path:
    """The book, but for this source of one page, in a folder that has all that lies beside the book, too."""
    book = folder / PAGES.name
    book.mkdir()
    for path in PAGES.parent.iterdir():
        if path.name not in (PAGES.name, "_build"):
            (folder / path.name).symlink_to(path)
    for path in PAGES.iterdir():
        if path.name != f"{name}.md":
            (book / path.name).symlink_to(path)
    (book / f"{name}.md").write_text(source, encoding="utf-8")
    return book


def _forget_what_read_the_page():
    for module in [m for m in sys.modules if m.startswith("tests.pages.") and m != displayed.__name__]:
        del sys.modules[module]


if __name__ == "__main__":
    print(json.dumps(unnoticed(sys.argv[1], json.loads(sys.argv[2]))))
