"""What `ravine new` writes. Each skeleton runs as it is; where it says TO DO, its author has the word."""

EXERCISE = '''"""TO DO: what {name} is about, in a line."""

import numpy as np

from ravine.exercises.exercise import Case, exercise, misconception
from ravine.language import _


def {name}(w, grad, lr):
    """TO DO: the formula, its source, the shapes. Now it is a step of gradient descent, w − lr·grad."""
    return w - lr * grad


def _cases(rng):
    """The hidden inputs. TO DO: draw what tells right from wrong."""
    for _i in range(5):
        yield Case({{"w": rng.normal(size=3), "grad": rng.normal(size=3), "lr": rng.uniform(0.1, 0.5)}})


_EXAMPLES = (Case({{"w": np.array([1.0, 2.0]), "grad": np.array([4.0, -2.0]), "lr": 0.5}}),)

exercise({name}, cases=_cases, examples=_EXAMPLES)


@misconception(
    {name},
    _("TO DO: what the student believed, and what is so instead. Now: the step goes uphill."),
    see="{page}.html",
)
def _uphill(w, grad, lr):
    return w + lr * grad
'''

CHAPTER = '''"""TO DO: the chapter, in a line."""

from solutions.reference.{chapter}.{name} import {name}

__all__ = [  # in the order of the notebook
    "{name}",
]
'''

TITLE = "# TO DO: the chapter's title"
SETUP = "import numpy as np\n\nfrom ravine import check"
TASK = "## TO DO: the title of {name}\n\nTO DO: what is to be computed, with every symbol named, and an example."
SOLUTION = '''def {name}(w, grad, lr):
    """TO DO: what it computes.

    w, grad   weights and gradient, arrays of one shape
    lr        the learning rate

    Returns the new weights.
    """
    ### BEGIN SOLUTION
    return w - lr * grad
    ### END SOLUTION'''
TEST = """# 1 point.
assert {name}(np.ones(2), np.ones(2), 0.1) is not None, "{name} returned None."
### BEGIN HIDDEN TESTS
from ravine.grading.hidden import marks
from solutions.reference import {chapter} as reference

marks({name}, reference.{name}, points=1)
### END HIDDEN TESTS"""

MISCONCEPTION = """

@misconception(
    {exercise},
    _("TO DO: what the student believed, and what is so instead."),
    see="{see}",
)
{head}
    # TO DO: compute what a student computes who believes this. Now it is the right answer.
{body}
"""

PLOT = '''"""TO DO: what the plot shows, in a line."""

from ravine.language import _
from ravine.plots.plot import Plot, slider


class {plot}(Plot):
    """TO DO: the same in a sentence. Now: what is left of 1 after k steps of decay β, βᵏ."""

    caption = _("TO DO: what to look at, and what to move. Now: what is left of 1 after each step.")
    beta = slider(0.9, _("decay"), 0.0, 0.99, 0.01, symbol="β")
    texts = {{
        "title": _("What is left"),
        "stepAxis": _("step"),
        "left": _("what is left"),
        "summary": _("With β = {{beta}}, {{left}} is left after {{steps}} steps."),
    }}
'''

FIGURE = """// TO DO: what the plot shows. Now: βᵏ over k.
// Takes beta.

import {{ Curve, Panel }} from "../kit/chart.jsx";
import {{ figure }} from "../kit/figure.jsx";
import {{ fill }} from "../kit/format.js";

const STEPS = 50;

export const compute = ({{ beta }}) => ({{ left: Array.from({{ length: STEPS + 1 }}, (_, k) => beta ** k) }});

const draw = ({{ data, words, shown }}) => (
  <Panel
    key="left" class="ravine-panel" extent={{{{ x: [0, STEPS], y: [0, 1.05], width: 520, height: 320 }}}}
    title={{words.title}} xLabel={{words.stepAxis}} yLabel={{words.left}}
  >
    {{(s) => shown("{figure}-left") && <Curve points={{[...data.left.entries()]}} s={{s}} series="{figure}-left" />}}
  </Panel>
);

const summary = ({{ p, data, words }}) => fill(words.summary, {{ beta: p.beta, left: data.left[STEPS], steps: STEPS }});

const table = ({{ data, words }}) => ({{
  columns: [words.stepAxis, words.left],
  rows: data.left.map((y, k) => [k, y]),
}});

const series = (words) => [{{ name: "{figure}-left", label: words.left }}];

export default figure({{ compute, draw, summary, table, series }});
"""

STYLE = "/* {words} */\n.ravine-{figure}-left {{ --series: var(--ravine-blue); }}\n"

METHOD = """    "{key}": Method(
        _("{key}"), "muted", "{dash}",  # TO DO: its name, colour and dash
        rule="{key}Step(w, grad, lr)", first={{"lr": 0.1}}, trusts_size=True,
        derived="conventions.html#conventions-{anchor}", forms="{key}",
    ),
"""
RULE = """
/** TO DO: the method, its authors and year. Now it is gradient descent. */
export function {key}Step(w, grad, lr) {{
  return w.map((x, i) => x - lr * grad[i]);
}}
"""
REFERENCE = '''\
def {snake}_step(w, grad, lr):
    """TO DO: the method, its authors and year, what it returns. Now it is gradient descent."""
    return w - lr * grad
'''
