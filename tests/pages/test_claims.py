"""Claims hold what they bind: a slip in the page, in its numbers or in what computes them makes a test fail."""

import os
import re
import subprocess
import sys

import pytest

from tests.pages.claims import Claims, bound, counts, filled, power
from tests.pages.displayed import PAGES, page
from tests.pages.slips import book_with

ROOT = PAGES.parent
TEXT = r"Descent needs **691 steps**, momentum\n only $\sqrt{\kappa}$ times 9.3; twice: 7 and again 7."

# How many claims of each page were bound when this was last raised: it never falls.
AT_LEAST = {
    "initialisation": 53,
    "gradient-descent": 15,
    "momentum": 62,
    "lookahead": 34,
    "backpropagation": 31,
    "practice": 63,
    "adaptive": 28,
    "adaptive-adam": 39,
    "adaptive-kin": 30,
    "after": 16,
    "after-rates": 45,
    "conventions": 10,
}


def test_a_claim_is_found_across_lines_and_emphasis():
    says = Claims("a text", TEXT.replace(r"\n", "\n"))
    says("Descent needs <d> steps, momentum only", 691)
    says(r"only $\sqrt{\kappa}$ times <.1f>", 9.3)
    Claims("a text", lambda: TEXT)("and <> 7", "again")


@pytest.mark.parametrize(
    "claim, values",
    [
        ("needs <d> steps", (690,)),  # another number
        ("Momentum needs <d> steps", (691,)),  # another word
        ("times <.2f>", (9.3,)),  # another precision
        ("7", ()),  # said twice: a slip in one of the two would not be seen
    ],
)
def test_a_slip_is_not_found(claim, values):
    with pytest.raises(AssertionError, match="a text says this [02] times"):
        Claims("a text", TEXT)(claim, *values)


def test_fields_and_values_must_agree():
    assert filled(r"$\frac{1}{2}<3$ and <,d>, <.1f> %", (1204, 2.25)) == r"$\frac{1}{2}<3$ and 1,204, 2.2 %"
    for values in ((), (1, 2, 3)):
        with pytest.raises(ValueError, match="does not have"):
            filled("<d> and <d>", values)


def test_powers_are_written_as_on_the_pages():
    assert [power(1e-9), power(6.05e7), power(1.51e-2, 1)] == ["10^{-9}", r"6\cdot10^7", r"1.5\cdot10^{-2}"]


@pytest.mark.parametrize("name", AT_LEAST)
def test_every_claim_of_a_page_is_seen_by_the_count(name):
    how_many, numbers, held = counts(name)
    assert how_many >= AT_LEAST[name] and 0 < held <= numbers
    assert [claim for claim in bound() if claim.about == name and not claim.find(page(name))] == []


NEED_A_BUILD = {"site", "printed"}  # fixtures for which the spoilt book would have to be built


def spoilt(name):
    """A page with a slip in each bound claim: its first digit raised, or its first word of five letters reversed."""
    source = page(name)
    for claim in bound():
        if claim.about == name and (found := claim.find(source)):  # a claim within another is spoilt with it
            slip = re.sub(r"\d", lambda digit: str((int(digit[0]) + 1) % 10), found[0], count=1)
            slip = slip if slip != found[0] else re.sub(r"[a-z]{5,}", lambda word: word[0][::-1], slip, count=1)
            source = source[: found.start()] + slip + source[found.end() :]
    return source


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(AT_LEAST.keys() - {"practice"}))  # whose experiments take minutes
def test_a_slip_in_its_sentences_makes_every_test_fail_that_binds_them(name, tmp_path):
    book_with(tmp_path, name, spoilt(name))
    here = [claim for claim in bound() if claim.about == name and not claim.takes & NEED_A_BUILD]
    tests = sorted({f"{claim.file.relative_to(ROOT)}::{claim.test}" for claim in here})
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-rpA", *tests]
    clean = {key: value for key, value in os.environ.items() if not key.startswith("PYTEST")}
    done = subprocess.run(command, cwd=tmp_path, env=clean, capture_output=True, text=True)
    assert done.returncode == 1, done.stdout[-500:]
    assert re.findall(r"^PASSED (.*)$", done.stdout, re.MULTILINE) == []
