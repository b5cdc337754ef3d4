"""What the tests of the three adaptive pages and of their conventions share: the symbols, and steps to count.

The pages are one chapter: later ones use the formulas of earlier ones, so FORMULAS holds those of all three.
"""

import re
from math import sqrt

import numpy as np

from ravine.exercises.exercise import exercise_of
from solutions.reference import adaptive as reference
from tests.pages.displayed import LAYOUT, expression, formulas, lines, page, run

FORMULAS = {}
for name in ("adaptive", "adaptive-adam", "adaptive-kin"):
    FORMULAS |= formulas(page(name))

# LaTeX of the pages' symbols and their names in the code
NAMES = {
    r"\alpha": "lr",
    r"\beta": "beta",
    r"\beta_1": "beta1",
    r"\beta_2": "beta2",
    r"\rho": "rho",
    r"\varepsilon": "eps",
    r"\hat\varepsilon": "eps_hat",
    r"\operatorname{sign}": "sign()",
    r"\max": "maximum()",
    r"\lVert g_t\rVert": "norm",
    "|g_t|": "size",
    "t": "t",
    "w_{t-1}": "w",
    "w_t": "w_new",
    "g_t": "grad",
    "g_{t-1}": "previous_grad",
    "x_t": "x",
    r"\alpha_{t-1}": "step",
    r"\alpha_t": "step_new",
    "G_{t-1}": "g2",
    "G_t": "g2_new",
    "D_{t-1}": "d2",
    "D_t": "d2_new",
    r"\Delta_t": "delta",
    "m_{t-1}": "m",
    "m_t": "m_new",
    "v_{t-1}": "v",
    "v_t": "v_new",
    "u_{t-1}": "u",
    "u_t": "u_new",
    r"\hat m_t": "m_hat",
    r"\hat v_t": "v_hat",
    r"\rho_t": "rho_t",
    r"\rho_\infty": "rho_inf",
    r"r_t": "r",
}
DEFAULTS = {"rho": 0.9, "eps": 1e-8, "lr": 1e-3, "beta1": 0.9, "beta2": 0.999}
DEFAULTS_OF = {"adadelta_step": {"eps": 1e-6}, "adamax_step": {"lr": 2e-3}, "nadam_step": {"lr": 2e-3}}

ONE, ZERO = np.ones(1), np.zeros(1)


def shown(latex, names=NAMES):
    """One side of a formula as an expression: layout and final punctuation are dropped."""
    latex = LAYOUT.sub(
        " ", latex.replace(r"\\", " ").replace(r"\quad", " ").replace("{}", " ").replace(r"\dfrac", r"\frac")
    )
    return expression(" ".join(latex.split()).strip(" .,;"), names)


def drawn(answer, seed=0):
    return [case.inputs for case in exercise_of(answer).draw(np.random.default_rng(seed))]


def as_values(answer, inputs):
    """An exercise's inputs as values of the page's symbols, defaults filled in."""
    values = DEFAULTS | DEFAULTS_OF.get(answer.__name__, {}) | inputs
    grad = values.get("grad", ZERO)
    return values | {
        "sign": np.sign, "maximum": np.maximum, "norm": np.linalg.norm(grad), "size": np.abs(grad),
    }  # fmt: skip


def defined(answer, inputs):
    """Whether the formula alone is defined there; what holds at 0/0 the page says in words."""
    if answer is reference.normalised_step:
        return np.any(inputs["grad"])
    return answer is not reference.adamax_step or np.all(np.maximum(inputs["u"], np.abs(inputs["grad"])) > 0)


def assert_rule(label, answer, results):
    """A displayed rule gives the reference's results, in this order, wherever the formula alone is defined."""
    tried = [inputs for inputs in drawn(answer) if defined(answer, inputs)]
    assert len(tried) > 3
    for inputs in tried:
        computed = run(FORMULAS[label], NAMES, as_values(answer, inputs))
        expected = answer(**inputs)
        for name, value in zip(results, expected if isinstance(expected, tuple) else (expected,)):
            np.testing.assert_allclose(computed[name], value, rtol=1e-11, atol=1e-14, err_msg=name)


def branches(label):
    """The cases of a formula with a brace: [(expression, condition)], and the formula before and after the brace."""
    before, inside, after = re.split(r"\\begin\{cases\}|\\end\{cases\}", FORMULAS[label])
    rows = re.findall(r"([^&]+)&\s*\\text\{(?:if )?([^}]*)\}([^\n]*)", re.sub(r"\\\\(\[\w+\])?", "\n", inside))
    return before, [(value.strip(), word + condition.strip(" ,.")) for value, word, condition in rows], after


def lines_of(label, which):
    left, right = lines(FORMULAS[label])[which]
    return f"{left} = {right}"


def steps(method, gradients, states, lr=1.0, **settings):
    """The steps, shape of `gradients`, that a method makes on these gradients, whatever the weights."""
    w, state, made = 0 * gradients[0], [0 * gradients[0] for _ in range(states)], []
    timed = states == 2 and method is not reference.adadelta_step
    if method is not reference.adadelta_step:
        settings |= {"lr": lr}
    for t, grad in enumerate(gradients, start=1):
        w_new, *state = method(w, *state, *([t] if timed else []), grad=grad, **settings)
        made.append(w_new - w)
        w = w_new
    return np.array(made)


def rprop_variant(name, down=0.5):
    """One of Igel and Hüsken's variants: a step (w, step, grad, memory, loss) → (w, step, memory)."""

    def step_of(w, step, grad, memory, loss):
        previous, last, loss_before = memory
        product = grad * previous
        step = np.where(product > 0, np.minimum(1.2 * step, 50), step)
        step = np.where(product < 0, np.maximum(down * step, 1e-6), step)
        turned = product < 0
        move = -step * np.sign(grad)
        if name == "Rprop⁻":
            return w + move, step, (grad, move, loss)
        if name == "Rprop⁺":
            move = np.where(turned, -last, move)
        elif name == "iRprop⁺":
            move = np.where(turned & (loss > loss_before), -last, np.where(turned, 0.0, move))
        else:
            move = np.where(turned, 0.0, move)
        return w + move, step, (np.where(turned, 0.0, grad), move, loss)

    return step_of


def p4(w, step, grad, memory, loss, down=0.6, rest=False):
    previous = memory[0] if len(memory) == 1 else None
    w_new, step = reference.rprop_step(w, step, grad, previous, down=down)
    if rest and previous is not None:
        turned = grad * previous < 0
        return np.where(turned, w, w_new), step, (np.where(turned, 0.0, grad),)
    return w_new, step, (grad,)


def count_steps(step_of, hessian, starts):
    """Steps until the loss is below 1e-6, from each of the starts, shape (n, 2)."""
    w, taken = starts.T, np.zeros(len(starts), int)
    step, memory = np.full(w.shape, 0.1), (0 * w, 0 * w, np.full(len(starts), np.inf))
    for count in range(1000):
        grad = hessian @ w
        loss = np.sum(w * grad, axis=0) / 2
        taken[(loss < 1e-6) & (taken == 0)] = count
        if taken.all():
            return taken
        w, step, memory = step_of(w, step, grad, memory, loss)
    raise AssertionError("did not arrive")


STARTS = np.random.default_rng(0).uniform(-6, 6, (1000, 2))
ALONG, ACROSS, MIRRORED = np.diag([0.2, 4.0]), np.array([[2.0, 1.8], [1.8, 2.0]]), np.array([[2.0, -1.8], [-1.8, 2.0]])
RPROPS = {name: rprop_variant(name) for name in ("Rprop⁻", "Rprop⁺", "iRprop⁻", "iRprop⁺")} | {"P4": p4}


def adam_lengths(gradients, correct=(True, True), **settings):
    m = reference.ema(gradients, 0.9, corrected=correct[0])
    v = reference.ema(gradients**2, 0.999, corrected=correct[1])
    return np.abs(m) / np.sqrt(v)


def bound(t, beta1=0.9, beta2=0.999):
    """|m̂|/√v̂ after t steps is at most this: Cauchy–Schwarz with the corrections."""
    q = beta1**2 / beta2
    series = (1 - q**t) / (1 - q)
    return (1 - beta1) / sqrt(1 - beta2) * sqrt(series) * sqrt(1 - beta2**t) / (1 - beta1**t)


def mu(t, psi):
    return 0.9 * (1 - 0.5 * 0.96 ** (t * psi))


def exercises_listed(source):
    """The exercises that a page asks for, each with the labels of its formulas."""
    rows = re.findall(r"^\| `(\w+)` \|(.*)\|$", source.split("## What the exercises ask for")[1], re.MULTILINE)
    return {name: re.findall(r"\{eq\}`([\w-]+)`", row) for name, row in rows}
