"""The build: what breaks it is named, what has not changed is not done again."""

import shutil

import pytest

from ravine.site import execution
from ravine.site.build import BuildError, build_site, mistakes
from tests.site.conftest import ROOT

NOTEBOOK = """---
jupytext:
  text_representation:
    extension: .md
    format_name: myst
kernelspec:
  display_name: Python 3
  language: python
  name: python3
---
# {title}

```{{code-cell}} python
{code}
```
"""


def failing(root):
    with pytest.raises(BuildError) as error:
        build_site(root, say=lambda line: None)
    return str(error.value)


def test_broken_code_fails_the_build_with_the_pages_name(book):
    page = NOTEBOOK.format(title="Broken", code="height = 0\nprint(1 / height)")
    message = failing(book(index="# Hello\n", broken=page))
    assert message == "book/broken.md: a code cell fails: ZeroDivisionError: division by zero"


def test_every_mistake_of_the_text_is_named_with_page_and_line(book):
    wrong = "# Wrong\n\nSee {ref}`nowhere`.\n\n$$\\frac{1}{$$\n\nAnd [a page](gone.md), {exercises}`one <juggling>`.\n"
    message = failing(book(index="# Hello\n", wrong=wrong))
    assert "book/wrong.md, line 3: undefined label: 'nowhere'" in message
    assert "book/wrong.md, line 5: wrong formula" in message
    assert "gone" in message and "there is no notebook exercises/juggling/juggling.ipynb" in message
    assert "Traceback" not in message


@pytest.mark.slow
def test_a_page_that_was_wrong_is_wrong_again(book):
    root = book(index="# Hello\n", wrong="# Wrong\n\n{ref}`nowhere`\n")
    assert failing(root) == failing(root)


@pytest.mark.slow
def test_the_second_build_does_nothing_and_a_third_only_what_changed(book):
    root = book(index="# Hello\n", page=NOTEBOOK.format(title="Page", code="print('drawn')"))
    said = []
    index = build_site(root, said.append)
    assert [line for line in said if "read: book/page" in line] and said[0].startswith("1/3")
    again = []
    assert build_site(root, again.append) == index
    assert again == ["1/3 live plots", "    nothing has changed since the last build"]
    (root / "book" / "index.md").write_text("# Goodbye\n")
    third = []
    build_site(root, third.append)
    assert [line.strip() for line in third if "read:" in line] == ["read: book/index"]
    assert "Goodbye" in (root / "_build" / "html" / "book" / "index.html").read_text(encoding="utf-8")


def test_a_folder_without_a_book_gets_a_sentence(tmp_path):
    assert failing(tmp_path) == f"{tmp_path} has no _config.yml: run this in the root of the repository."


def test_a_missing_package_gets_a_sentence(tmp_path):
    log = ["Traceback (most recent call last):", "ModuleNotFoundError: No module named 'sphinx_sitemap'"]
    assert mistakes(tmp_path, log) == [
        "The Python package sphinx_sitemap is missing: `make setup` installs what requirements.txt lists."
    ]


def test_a_mistake_in_the_configuration_is_said_in_a_sentence(book):
    config = (ROOT / "_config.yml").read_text(encoding="utf-8").replace('url: ""', "url: https://code.example/ravine")
    config = config.replace("use_edit_page_button: false", "use_edit_page_button: true")
    assert failing(book(config, index="# Hello\n")).startswith("The site has a mistake: Provider not recognized")


@pytest.fixture
def sources(tmp_path):
    """A copy of what the key of the executed pages is made of."""
    left_out = shutil.ignore_patterns("static", "__pycache__")
    shutil.copytree(ROOT / "ravine", tmp_path / "ravine", ignore=left_out)
    shutil.copytree(ROOT / "solutions" / "reference", tmp_path / "solutions" / "reference", ignore=left_out)
    shutil.copy(ROOT / "requirements.txt", tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("changed", "draws_anew"),
    [
        ("solutions/reference/momentum/momentum_step.py", True),
        ("ravine/problems/surfaces.py", True),
        ("ravine/plots/plot.py", True),
        ("ravine/plots/js/surfaces.js", True),
        ("requirements.txt", True),
        ("ravine/site/accessibility.py", False),
        ("ravine/grading/grade.py", False),
        ("ravine/cli.py", False),
        ("ravine/tables/momentum.json", False),
    ],
)
def test_pictures_are_drawn_anew_when_the_code_behind_them_changes_and_only_then(sources, changed, draws_anew):
    before = execution.cache_path(sources)
    with (sources / changed).open("a") as file:
        file.write("\n")
    assert (execution.cache_path(sources) != before) == draws_anew
