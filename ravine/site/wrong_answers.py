"""A wrong answer met with its reason, for a page: what check() says of answers that students write.

`{wrong-answers}` holds YAML, a list of answers: `says` is what is chosen by, `code` the answer. Each is run and
checked while the page is read, by the same self-check and the same table as a student's; the reader chooses one.
"""

import io
from contextlib import redirect_stdout
from html import escape

import yaml
from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from ravine.check import check
from ravine.exercises import table
from ravine.exercises.sentences import SITE
from ravine.language import _
from ravine.site.downloads import link


def verdict(code):
    """What the self-check prints of the last function that `code` defines."""
    names = {}
    exec(compile(code, "answer", "exec"), names)  # the page's own code, not a student's
    said = io.StringIO()
    with redirect_stdout(said):
        check(next(thing for thing in reversed(names.values()) if callable(thing)))
    return said.getvalue().rstrip()


class WrongAnswers(SphinxDirective):
    """Draws the answers, one shown at a time."""

    has_content = True

    def run(self):
        """Radio buttons, and for each its code and the verdict; a style sheet shows the chosen one."""
        for path in sorted(table.TABLES.glob("*.json")):
            self.env.note_dependency(str(path))
        answers = yaml.safe_load("\n".join(self.content))
        group = f"answers-{self.env.new_serialno('wrong-answers')}"
        button = f'<label><input type="radio" name="{group}"%s> <code>%s</code></label>'
        choice = "".join(
            button % ("" if number else " checked", escape(answer["says"])) for number, answer in enumerate(answers)
        )
        legend = _("Choose what the student wrote in the first line")
        parts = [nodes.raw("", f"<fieldset><legend>{legend}</legend>{choice}</fieldset>", format="html")]
        shown = [_shown(self.env.docname, answer) for answer in answers]
        return [nodes.container("", *parts, *shown, classes=["wrong-answers"])]


def _shown(docname, answer):
    """The code and the verdict; its last words, where to read on, become a link."""
    code = nodes.literal_block(answer["code"], answer["code"], language="python")
    said, here, see = verdict(answer["code"]).partition(SITE)
    said, _line, words = said.rpartition("\n") if here else (said, "", "")
    parts = [code, nodes.literal_block(said, said, language="none", classes=["verdict"])]
    if here:
        parts.append(nodes.paragraph("", words.strip() + " ", link(docname, see, f"book/{see}")))
    return nodes.container("", *parts)


def setup(app):
    """Register the directive."""
    app.add_directive("wrong-answers", WrongAnswers)
