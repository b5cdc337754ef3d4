"""Sentences in another language: gathered, kept, and said."""

import os
import subprocess
import sys

import pytest
from babel.messages.pofile import read_po

from ravine import cli, student_part
from ravine.course.translation import TranslationError, fields, template, translate

PYTHON = '_ = str\nGOOD = _("{name} is right.")\nBAD = _("{name} is wrong.")\nplain = "not one of them"\n'
HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n'


@pytest.fixture
def root(tmp_path):
    """A course with a file of each kind that has sentences."""
    for name, text in (
        ("ravine/judge.py", PYTHON),
        ("ravine/page.html.j2", '<p>{{ _("Read on") }}</p>'),
        ("solutions/reference/ball.py", 'SIGN = _("The sign is lost.")'),
        ("nbgrader_config.py", ""),
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def po(root):
    return root / "ravine" / "locale" / "de" / "LC_MESSAGES" / "ravine.po"


def test_every_sentence_is_gathered_and_none_beside(root):
    made = translate(root, "de")
    with open(po(root), "rb") as file:
        found = {message.id: message.locations for message in read_po(file) if message.id}
    assert found == {
        "{name} is right.": [("ravine/judge.py", 2)],
        "{name} is wrong.": [("ravine/judge.py", 3)],
        "Read on": [("ravine/page.html.j2", 1)],
        "The sign is lost.": [("solutions/reference/ball.py", 1)],
    }
    assert (made.path, made.done, made.all, made.refused) == (po(root), 0, 4, ())


def test_what_is_translated_is_kept_and_what_would_fail_is_left_out(root, monkeypatch, capsys):
    translate(root, "de")
    text = po(root).read_text()
    for sentence, german in (("{name} is right.", "{name} ist richtig."), ("{name} is wrong.", "{nam} ist falsch.")):
        text = text.replace(f'msgid "{sentence}"\nmsgstr ""', f'msgid "{sentence}"\nmsgstr "{german}"')
    po(root).write_text(text)
    (root / "ravine" / "judge.py").write_text(PYTHON + 'NEW = _("New.")\n')
    monkeypatch.chdir(root)
    assert cli.main(["translate", "de"]) == 3
    said = capsys.readouterr().out
    assert "left out: '{name} is wrong.' (it has ['nam'] in place of ['name'])" in said
    assert "ravine/locale/de/LC_MESSAGES/ravine.po: 1 of 5 sentences are translated." in said
    assert "{nam} ist falsch." in po(root).read_text(), "to be mended"
    code = "from ravine.language import _; print(_('{name} is right.'), _('{name} is wrong.'), _('New.'))"
    package = root / "ravine"
    for name in ("__init__.py", "language.py"):
        (package / name).write_text((student_part.PACKAGE / name).read_text() if name == "language.py" else "")
    environment = os.environ | {"LANGUAGE": "de", "PYTHONPATH": str(root)}
    done = subprocess.run([sys.executable, "-c", code], cwd=root, env=environment, capture_output=True, text=True)
    assert done.stdout == "{name} ist richtig. {name} is wrong. New.\n", done.stderr


def test_no_language_and_a_damaged_file_get_a_sentence(root):
    with pytest.raises(TranslationError, match="'klingonisch' names no language"):
        translate(root, "klingonisch")
    po(root).parent.mkdir(parents=True)
    po(root).write_text(HEAD + 'msgid "no end')
    with pytest.raises(TranslationError, match="cannot be read"):
        translate(root, "de")


def test_every_field_of_a_sentence_has_a_name_so_that_a_translation_may_order_them_anew():
    found = [m.id for m in template(student_part.PACKAGE.parent) if m.id]
    assert len(found) > 1000 and not [sentence for sentence in found if "" in fields(sentence)]
