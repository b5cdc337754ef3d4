"""What an owner sets in course.toml reaches notebooks and self-check, and a slip in it gets a sentence."""

import sys

import nbformat
import pytest

from ravine import check
from ravine.course import settings
from ravine.course.address import ADDRESS, BOXES, PutInAddress, write_settings
from ravine.exercises import sentences

OWN = 'address = "https://optimisers.example.edu/2027"\n'


def course(root, text):
    (root / settings.FILE).write_text(text, encoding="utf-8")
    return root


def test_without_a_file_the_address_is_the_one_that_the_texts_are_written_with(tmp_path):
    found = settings.read(tmp_path)
    assert found.address == settings.WRITTEN and not found.is_own
    assert found.addressed(f"[see]({settings.WRITTEN}book/a.html#b)") == f"[see]({settings.WRITTEN}book/a.html#b)"


def test_links_of_a_notebook_lead_to_the_owners_site(tmp_path):
    root = course(tmp_path, OWN)
    cell = nbformat.v4.new_markdown_cell(f"[Friction]({settings.WRITTEN}book/momentum.html#friction)")
    changed, _resources = PutInAddress(root=str(root)).preprocess(nbformat.v4.new_notebook(cells=[cell]), {})
    assert changed.cells[0].source == "[Friction](https://optimisers.example.edu/2027/book/momentum.html#friction)"


def test_the_self_check_learns_the_address_at_release(tmp_path):
    write_settings(course(tmp_path, OWN))
    assert (tmp_path / ADDRESS).read_text() == "https://optimisers.example.edu/2027/\n"
    assert sentences.ADDRESS.parts[-3:] == ADDRESS.parts
    assert sentences.SITE == settings.read(sentences.ADDRESS.parents[2]).address + "book/"


@pytest.mark.parametrize(("boxes", "answers"), [("check", True), ("write", False), ("none", True)])
def test_in_an_exam_check_says_that_answers_are_checked_after_hand_in(tmp_path, boxes, answers, monkeypatch, capsys):
    write_settings(course(tmp_path, f'exercise_boxes = "{boxes}"\n'))
    module = sys.modules["ravine.check"]
    assert module.BOXES.parts[-3:] == BOXES.parts
    monkeypatch.setattr(module, "BOXES", tmp_path / BOXES)
    check(momentum_step)
    said = capsys.readouterr().out
    assert ("is not right yet" in said) is answers
    assert said.startswith("Here answers are checked after you have handed them in") is not answers


def momentum_step(w, v, grad, lr, beta):
    """Wrong, and so worth an answer."""
    return w, v


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('adress = "https://a.example/"', "sets adress, which is no setting; there is: address, exercise_boxes"),
        ('address = "a.example"', "must be that of the site, as https://example.org/course/, and is 'a.example'"),
        ("address = 7", "and is 7"),
        ('address = "ftp://a.example/"', "and is 'ftp://a.example/'"),
        ('address = "https://a.example/?q=1"', "and is 'https://a.example/?q=1'"),
        ('exercise_boxes = "off"', "exercise_boxes is one of check, write, none, and is 'off'"),
        ("address = ", "could not be read: Invalid value (at end of document)"),
    ],
)
def test_a_slip_gets_a_sentence(tmp_path, text, said):
    with pytest.raises(settings.SettingsError, match="course.toml") as error:
        settings.read(course(tmp_path, text))
    assert said in str(error.value)
