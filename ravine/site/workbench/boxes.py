"""The exercise box: `:::{exercise} momentum_step` places it under the section that derives what it asks for.

Task and code come from the released notebook, so that there is one source. Without a script a box opens, shows both and
leads to the notebook; `js/boxes.js` puts an editor into it when a reader opens it. The setting `exercise_boxes` of
`course.toml` is "check", "write" (without *Check* and *Draw it*, for an exam) or "none".
"""

import json
from html import escape
from pathlib import Path

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.util.docutils import SphinxDirective

from ravine.course import settings
from ravine.exercises.sentences import SITE
from ravine.language import _
from ravine.site.downloads import link
from ravine.site.workbench import bundle
from ravine.site.workbench.tasks import Task, tasks

HERE = Path(__file__).parent
SAYS = {"code": _("Write it"), "parts": _("Bring them"), "written": _("Derive it")}


class ExerciseBox(SphinxDirective):
    """Places the box of one exercise."""

    required_arguments = 1

    def run(self):
        """The box, closed; an error of the page where there is no such exercise, or it has a box already."""
        name, known = self.arguments[0], self.config.ravine_tasks
        if name not in known:
            return [self._error(f"there is no exercise {name} in the released notebooks")]
        place = self.env.ravine_boxes.setdefault(name, self.env.docname)
        if place != self.env.docname or name in self.env.temp_data.setdefault("ravine_boxes", set()):
            return [self._error(f"the exercise {name} has a box already, in {place}")]
        self.env.temp_data["ravine_boxes"].add(name)
        return [] if self.config.exercise_boxes == "none" else self._box(known[name])

    def _box(self, task):
        text = nodes.container(classes=["ravine-task"])
        self.state.nested_parse(StringList(task.text.splitlines(), task.assignment), self.content_offset, text)
        for reference in list(text.findall(nodes.reference)):
            self._keep_on_the_site(reference)
        code = nodes.literal_block(task.start, task.start, language="none" if task.kind == "written" else "python")
        where = nodes.paragraph("", _("Solve it in") + " ")
        where += link(self.env.docname, _("the notebook of this chapter"), f"downloads/{task.assignment}.ipynb")
        bench = nodes.container("", code, where, classes=["ravine-bench"])
        return [_raw(opening(task)), text, bench, _raw("</details>")]

    def _keep_on_the_site(self, reference):
        """Turn a link of the notebook to the site's address into one from page to page, if that is built."""
        address = reference.get("refuri", "")
        if not address.startswith(SITE):
            return
        place = "book/" + address.removeprefix(SITE)
        if place.split(".html")[0] in self.env.found_docs:
            reference["refuri"] = link(self.env.docname, "", place)["refuri"]
            reference["internal"] = True
        else:
            reference.replace_self(reference.children)

    def _error(self, sentence):
        return self.state.document.reporter.error(sentence, line=self.lineno)


def opening(task: Task) -> str:
    """The beginning of the box as HTML, with all that the script needs to know of it."""
    data = {"exercise": task.name, "assignment": task.assignment, "version": task.version, "kind": task.kind}
    attributes = "".join(f' data-{name}="{escape(value)}"' for name, value in data.items())
    code = "" if task.kind == "written" else f" <code>{escape(task.name)}</code>"
    return (
        f'<details class="ravine-exercise" id="exercise-{task.name.replace("_", "-")}"{attributes}>'
        f'<summary><span class="ravine-says">{SAYS[task.kind]}</span> '
        f'<span class="ravine-named">{escape(task.title)}{code}</span> <span class="ravine-state"></span></summary>'
    )


def _raw(html):
    return nodes.raw("", html, format="html")


class YourAnswers(SphinxDirective):
    """`{draw-yours} race` lets a reader draw a step of their own in a plot whose page has no box for it."""

    required_arguments = 1

    def run(self):
        """The place that the script fills; nothing where boxes do not check."""
        if self.config.exercise_boxes != "check":
            return []
        title = _("Race your own")
        opens = f'<details class="ravine-own" data-figure="{escape(self.arguments[0])}">'
        return [_raw(f'{opens}<summary>{title}</summary><div class="ravine-bench"></div></details>')]


def offered(config) -> bool:
    """Whether the pages have boxes: there are exercises, and the setting does not leave them to the notebooks."""
    return bool(config.ravine_tasks) and config.exercise_boxes != "none"


def _configure(app, config):
    config.exercise_boxes = settings.read(app.srcdir).exercise_boxes
    config.ravine_tasks = tasks(Path(app.srcdir))
    if offered(config):
        bundle.build(Path(app.outdir).parent / "static" / "workbench")
        app.add_js_file("workbench/boxes.js", loading_method="defer")


def listing(known: dict[str, Task], places: dict[str, str], setting: str) -> dict:
    """What the script knows of all exercises, those with a box on a page."""
    fields = ("assignment", "kind", "title", "version", "start")
    found = {name: {field: getattr(task, field) for field in fields} for name, task in known.items() if name in places}
    return {
        "check": setting == "check",
        "tasks": {name: {**task, "page": places[name]} for name, task in found.items()},
    }


def _write(app, error):
    if error or not offered(app.config) or app.builder.name != "html":
        return
    text = json.dumps(listing(app.config.ravine_tasks, app.env.ravine_boxes, app.config.exercise_boxes), indent=1)
    (Path(app.outdir) / "_static" / "workbench" / "exercises.json").write_text(text, encoding="utf-8")


def _begin(app):
    if not hasattr(app.env, "ravine_boxes"):
        app.env.ravine_boxes = {}


def _purge(app, env, docname):
    env.ravine_boxes = {name: place for name, place in env.ravine_boxes.items() if place != docname}


def _merge(app, env, docnames, other):
    env.ravine_boxes.update({name: place for name, place in other.ravine_boxes.items() if place in docnames})


def setup(app):
    """Register the directives; the assets' folder has been cleared by then (500)."""
    app.add_config_value("exercise_boxes", "check", "env")
    app.add_config_value("ravine_tasks", {}, "env")
    app.add_directive("exercise", ExerciseBox)
    app.add_directive("draw-yours", YourAnswers)
    app.connect("config-inited", _configure, priority=600)
    app.connect("builder-inited", _begin)
    app.connect("env-purge-doc", _purge)
    app.connect("env-merge-info", _merge)
    app.connect("build-finished", _write)
