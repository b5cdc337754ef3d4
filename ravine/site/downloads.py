"""The block at the end of a chapter that leads to its exercises, and the files it links to."""

from pathlib import Path

from docutils import nodes
from sphinx.transforms import SphinxTransform
from sphinx.util.docutils import ReferenceRole

from ravine.language import _
from ravine.site import bundle


def assignment_of(docname):
    """Name of the assignment that belongs to a page: `book/gradient-descent` asks for `gradient_descent`."""
    return docname.rsplit("/", 1)[-1].replace("-", "_")


def link(docname, text, target, **attributes):
    """A link from a page to a file or page of the site, named from the site's root."""
    up = "../" * docname.count("/")
    return nodes.reference("", text, refuri=up + target, internal=True, **attributes)


class ExercisesBlock(SphinxTransform):
    """Ends each page that has an assignment with the links to its notebook, to all, and to how to install them."""

    default_priority = 500  # before the table of contents is collected (880)

    def apply(self):
        docname, assignment = self.env.docname, assignment_of(self.env.docname)
        sections = [part for part in self.document.children if isinstance(part, nodes.section)]
        if assignment in self.config.ravine_assignments and sections:
            sections[0] += exercises_block(docname, assignment)


def exercises_block(docname, assignment):
    """A section *Solve the exercises* of three links."""
    section = nodes.section(ids=["exercises"], names=["exercises"], classes=["exercises-block"])
    section += nodes.title("", _("Solve the exercises"))
    section += nodes.paragraph("", _("Write the methods of this chapter yourself; the notebook checks them at once."))
    links = [
        link(docname, _("Notebook of this chapter"), f"downloads/{assignment}.ipynb", classes=["download-notebook"]),
        link(docname, _("All exercises (zip)"), f"downloads/{bundle.ZIP}", classes=["download-all"]),
        link(docname, _("How to install them"), "book/install.html", classes=["how-to-install"]),
    ]
    section += nodes.bullet_list("", *(nodes.list_item("", nodes.paragraph("", "", item)) for item in links))
    return section


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
    config.html_extra_path.append(str(Path(app.outdir).parent / "extra"))


def setup(app):
    """Register the block and the files for download, which `ravine.build` puts into ``_build/extra``."""
    app.add_config_value("ravine_assignments", [], "env")
    app.connect("config-inited", _find)
    app.add_transform(ExercisesBlock)
    app.add_role("exercises", ExercisesRole())
