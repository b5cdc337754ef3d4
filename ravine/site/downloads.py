"""The links from a chapter to its exercises, and the files it links to."""

from pathlib import Path

from docutils import nodes
from sphinx.transforms import SphinxTransform
from sphinx.util.docutils import ReferenceRole

from ravine.language import _
from ravine.site import bundle


def link(docname, text, target, **attributes):
    """A link from a page to a file or page of the site, named from the site's root."""
    up = "../" * docname.count("/")
    return nodes.reference("", text, refuri=up + target, internal=True, **attributes)


class ExercisesLinks(SphinxTransform):
    """Gives each page that has an assignment the links to its notebook, to all, and to how to install them.

    They open the page's own section *Solve the exercises*, or a new one at the end.
    """

    default_priority = 500  # before the table of contents is collected (880)

    def apply(self):
        """Add the links to the page being read."""
        docname = self.env.docname
        if assignment := bundle.assignment_of(docname, self.config.ravine_assignments):
            section = self._own_section() or self._new_section()
            place = section.first_child_matching_class(nodes.title) + 1
            section[place:place] = [exercises_links(docname, assignment), *self._answers(assignment)]

    def _answers(self, assignment):
        if self.config.exercise_boxes != "none":
            yield nodes.raw("", answers(assignment), format="html")

    def _own_section(self):
        ids = {"solve-the-exercises", self.env.docname.rsplit("/", 1)[-1] + "-exercises"}
        return next((part for part in self.document.findall(nodes.section) if ids & set(part["ids"])), None)

    def _new_section(self):
        section = nodes.section("", nodes.title("", _("Solve the exercises")), ids=["solve-the-exercises"])
        next(self.document.findall(nodes.section)).append(section)
        return section


def exercises_links(docname, assignment):
    """A box of three links: this chapter's notebook, all exercises, how to install them."""
    links = [
        link(docname, _("Download the notebook"), f"downloads/{assignment}.ipynb"),
        link(docname, _("All exercises in one zip"), f"downloads/{bundle.ZIP}"),
        link(docname, _("How to install them"), "book/install.html"),
    ]
    sentence = _("Write the methods of this chapter yourself; in the notebook, check() answers at once.")
    items = nodes.bullet_list("", *(nodes.list_item("", nodes.paragraph("", "", item)) for item in links))
    return nodes.container("", nodes.paragraph("", sentence), items, classes=["exercises-links"])


def answers(assignment: str) -> str:
    """The place of *Your answers*, which `ravine/site/workbench/js/hand.jsx` fills when it is opened."""
    opens = f'<details class="ravine-answers" id="your-answers" data-assignment="{assignment}">'
    sentence = _("Answers written on this page can be taken along in")
    notebook = f'<a href="../downloads/{assignment}.ipynb">{_("the notebook of this chapter")}</a>'
    bench = f'<div class="ravine-bench"><p>{sentence} {notebook}</p></div>'
    return f"{opens}<summary>{_('Your answers: take them along, save, open')}</summary>{bench}</details>"


class ExercisesRole(ReferenceRole):
    """``{exercises}`text``` links to the zip of all exercises, ``{exercises}`text <momentum>``` to one notebook."""

    def run(self):
        """Link, or say which notebook does not exist."""
        if not self.has_explicit_title:
            target = bundle.ZIP
        elif self.target in self.config.ravine_assignments:
            target = f"{self.target}.ipynb"
        else:
            message = f"there is no notebook exercises/{self.target}/{self.target}.ipynb: release it first"
            return [], [self.inliner.reporter.error(message, line=self.lineno)]
        return [link(self.env.docname, self.title, f"downloads/{target}")], []


def _find(app, config):
    config.ravine_assignments = sorted(bundle.notebooks(app.srcdir))
    extra = Path(app.outdir).parent / "extra"
    config.ravine_pdf = (extra / "ravine.pdf").exists()  # printed by `ravine pdf`
    config.html_extra_path.append(str(extra))


def _tell_of_the_pdf(app, pagename, templatename, context, doctree):
    context["book_as_pdf"] = app.config.ravine_pdf


def setup(app):
    """Register the block and the files for download, which `ravine.site.build` puts into `_build/extra`."""
    app.add_config_value("ravine_assignments", [], "env")
    app.add_config_value("ravine_pdf", False, "html")
    app.connect("config-inited", _find)
    app.connect("html-page-context", _tell_of_the_pdf)
    app.add_transform(ExercisesLinks)
    app.add_role("exercises", ExercisesRole())
