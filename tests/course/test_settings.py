"""What an owner sets in course.toml reaches notebooks and self-check, and a slip in it gets a sentence."""

import nbformat
import pytest

from ravine.course import settings
from ravine.course.address import ADDRESS, PutInAddress, write_address
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
    write_address(course(tmp_path, OWN))
    assert (tmp_path / ADDRESS).read_text() == "https://optimisers.example.edu/2027/\n"
    assert sentences.ADDRESS.parts[-3:] == ADDRESS.parts
    assert sentences.SITE == settings.read(sentences.ADDRESS.parents[2]).address + "book/"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('adress = "https://a.example/"', "sets adress, which is no setting; there is: address"),
        ('address = "a.example"', "must be that of the site, as https://example.org/course/, and is 'a.example'"),
        ("address = 7", "and is 7"),
        ('address = "ftp://a.example/"', "and is 'ftp://a.example/'"),
        ('address = "https://a.example/?q=1"', "and is 'https://a.example/?q=1'"),
        ("address = ", "could not be read: Invalid value (at end of document)"),
    ],
)
def test_a_slip_gets_a_sentence(tmp_path, text, said):
    with pytest.raises(settings.SettingsError, match="course.toml") as error:
        settings.read(course(tmp_path, text))
    assert said in str(error.value)
