"""The methods that the plots know, one entry each; from the entries follow

- the race: its list, every racer with its hyperparameters, their words, ranges and first values;
- one name, colour and dash for a method in all plots, notebooks and links (`styles`);
- the table of methods on the race's page (`as_html`);
- the tests: tests/plots/test_methods.py says in a sentence what an entry still lacks.

To add a method, write an entry here and its rule twice: `lazy_step` in `solutions/reference/` and `lazyStep` in
`js/methods/`, with the same arguments in the same order. The racer follows from the call that the entry writes down;
only what is no such call stands in `js/optimisers.js`. Forms of other writers go to `js/conventions.js`, the
libraries' steps are recorded by `tests/traces/record_race.py`.
"""

import json
import re
from dataclasses import dataclass, field

from ravine.language import _


@dataclass(frozen=True)
class Number:
    """A hyperparameter: its word and symbol, its range in the race, and how a reader moves it."""

    word: str
    symbol: str
    low: float
    high: float
    scale: str = "linear"
    whole: bool = False
    is_rate: bool = False  # a learning rate, smaller where the surface is steep


def _rate(word: str) -> Number:
    return Number(word, "α", 1e-4, 3, "log", is_rate=True)


# by the names that they have in a rule's call
NUMBERS = {
    "lr": _rate(_("learning rate")),
    "lowest": _rate(_("lowest learning rate")),
    "highest": _rate(_("highest learning rate")),
    "halfCycle": Number(_("steps in half a cycle"), "s", 1, 100, whole=True),
    "beta": Number(_("decay"), "β", 0, 0.99),
    "rho": Number(_("decay of the squares"), "ρ", 0, 0.999),
    "eps": Number(_("smallest square"), "ε", 1e-8, 1, "log"),
    "beta1": Number(_("decay of the mean"), "β₁", 0, 0.99),
    "beta2": Number(_("decay of the squares"), "β₂", 0.5, 0.9999),
    "betaSign": Number(_("decay of the mean in the sign"), "β₁", 0, 0.99),
    "betaKept": Number(_("decay of the mean that is kept"), "β₂", 0, 0.999),
    "decay": Number(_("weight decay"), "δ", 0, 1),
    "k": Number(_("steps in a round"), "k", 1, 20, whole=True),
    "alpha": Number(_("share of the way"), "α", 0, 1),
}


@dataclass(frozen=True)
class Method:
    """One method: `name` as people read it, `colour` of the kit's palette and `dash` as SVG writes it, and `rule`.

    `rule` is the call of the function in `js/methods/`, as "adamStep(w, m, v, t, grad, lr, beta1, beta2)": `t` counts
    from 1, `grad` is the gradient at w, `gradFn` the function that gives it; names of NUMBERS are hyperparameters; the
    others are state, zeros at first, which the rule returns renewed behind the weights. A name without parentheses
    belongs to a racer that `js/optimisers.js` writes out.

    `first` are the hyperparameters' first values in the race. A method that `trusts_size` makes steps as long as the
    gradient says, and starts with smaller rates where a surface is steep. `derived` is the place on the site where the
    method is derived, `forms` the section of conventions.md where its forms stand side by side, and `libraries` what it
    is called in PyTorch, Keras and optax, where they have it as an optimiser.
    """

    name: str
    colour: str
    dash: str
    rule: str
    first: dict[str, float]
    derived: str
    forms: str
    libraries: dict[str, str] = field(default_factory=dict)
    trusts_size: bool = False

    @property
    def function(self) -> str:
        """The rule's name in JavaScript."""
        return self.rule.partition("(")[0]

    @property
    def arguments(self) -> list[str] | None:
        """The names in the rule's call; None where the racer is written out."""
        return re.findall(r"\w+", self.rule.partition("(")[2]) if "(" in self.rule else None

    @property
    def states(self) -> list[str]:
        """Those of the arguments that are the method's memory."""
        given = {"w", "t", "grad", "gradFn", *NUMBERS}
        return [name for name in self.arguments or () if name not in given]


LIBRARIES = ("PyTorch", "Keras", "optax")
_MOMENTS = {"beta1": 0.9, "beta2": 0.999}

METHODS = {
    "descent": Method(
        _("gradient descent"), "blue", "none",
        rule="gradientStep(w, grad, lr)", first={"lr": 0.1}, trusts_size=True,
        derived="gradient-descent.html#the-step", forms="Sum or mean",
        libraries={"PyTorch": "SGD", "Keras": "SGD", "optax": "sgd"},
    ),
    "momentum": Method(
        _("momentum"), "vermilion", "7 4",
        rule="momentumStep(w, v, grad, lr, beta)", first={"lr": 0.03, "beta": 0.9}, trusts_size=True,
        derived="momentum.html#momentum-step", forms="Momentum",
        libraries={"PyTorch": "SGD", "Keras": "SGD", "optax": "sgd"},
    ),
    "nesterov": Method(
        _("Nesterov"), "green", "2 3",
        rule="nesterovStep(w, v, gradFn, lr, beta)", first={"lr": 0.03, "beta": 0.9}, trusts_size=True,
        derived="momentum.html#nesterov", forms="Nesterov's momentum",
        libraries={"PyTorch": "SGD", "Keras": "SGD", "optax": "sgd"},
    ),
    "nesterovRewritten": Method(
        _("Nesterov, rewritten"), "crimson", "4 2",
        rule="nesterovStepRewritten(w, v, grad, lr, beta)", first={"lr": 0.03, "beta": 0.9}, trusts_size=True,
        derived="momentum.html#rewritten", forms="Nesterov's momentum",
        libraries={"PyTorch": "SGD", "Keras": "SGD", "optax": "sgd"},
    ),
    "sign": Method(
        _("sign"), "muted", "3 5",
        rule="signStep(w, grad, lr)", first={"lr": 0.05},
        derived="adaptive.html#only-the-sign", forms="Sign and normalised gradient",
        libraries={"optax": "sign_sgd"},
    ),
    "rprop": Method(
        _("RProp"), "crimson", "12 4",
        rule="rpropStep", first={"lr": 0.1},
        derived="adaptive.html#rprop", forms="RProp",
        libraries={"PyTorch": "Rprop", "optax": "rprop"},
    ),
    "normalised": Method(
        _("normalised gradient"), "cyan", "8 2",
        rule="normalisedStep(w, grad, lr)", first={"lr": 0.1},
        derived="adaptive.html#normalised-gradient", forms="Sign and normalised gradient",
    ),
    "adagrad": Method(
        _("Adagrad"), "brown", "5 2",
        rule="adagradStep(w, g2, grad, lr)", first={"lr": 0.5},
        derived="adaptive-adam.html#adagrad", forms="Adagrad",
        libraries={"PyTorch": "Adagrad", "Keras": "Adagrad", "optax": "adagrad"},
    ),
    "rmsprop": Method(
        _("RMSprop"), "green", "9 3",
        rule="rmspropStep(w, g2, grad, lr, rho)", first={"lr": 0.05, "rho": 0.9},
        derived="adaptive.html#rmsprop", forms="RMSprop",
        libraries={"PyTorch": "RMSprop", "Keras": "RMSprop", "optax": "rmsprop"},
    ),
    "adadelta": Method(
        _("Adadelta"), "muted", "12 3 3 3",
        rule="adadeltaStep(w, g2, d2, grad, rho, eps)", first={"rho": 0.9, "eps": 1e-3},
        derived="adaptive-adam.html#adadelta", forms="Adadelta",
        libraries={"PyTorch": "Adadelta", "Keras": "Adadelta", "optax": "adadelta"},
    ),
    "adam": Method(
        _("Adam"), "purple", "10 3 2 3",
        rule="adamStep(w, m, v, t, grad, lr, beta1, beta2)", first={"lr": 0.1, **_MOMENTS},
        derived="adaptive-adam.html#adam", forms="Adam",
        libraries={"PyTorch": "Adam", "Keras": "Adam", "optax": "adam"},
    ),
    "adamax": Method(
        _("Adamax"), "indigo", "16 3",
        rule="adamaxStep(w, m, u, t, grad, lr, beta1, beta2)", first={"lr": 0.1, **_MOMENTS},
        derived="adaptive-kin.html#adamax", forms="Adamax",
        libraries={"PyTorch": "Adamax", "Keras": "Adamax", "optax": "adamax"},
    ),
    "nadam": Method(
        _("Nadam"), "cyan", "6 2 1 2",
        rule="nadamStep(w, m, v, t, grad, lr, beta1, beta2)", first={"lr": 0.1, **_MOMENTS},
        derived="adaptive-kin.html#nadam", forms="Nadam",
        libraries={"PyTorch": "NAdam", "Keras": "Nadam", "optax": "nadam"},
    ),
    "radam": Method(
        _("RAdam"), "vermilion", "6 2 1 2 1 2",
        rule="radamStep(w, m, v, t, grad, lr, beta1, beta2)", first={"lr": 0.1, **_MOMENTS},
        derived="adaptive-kin.html#radam", forms="RAdam",
        libraries={"PyTorch": "RAdam", "optax": "radam"},
    ),
    "adamw": Method(
        _("AdamW"), "indigo", "8 3 1 3 1 3",
        rule="adamwStep(w, m, v, t, grad, lr, decay, beta1, beta2)", first={"lr": 0.1, "decay": 0.1, **_MOMENTS},
        derived="after-rates.html#decay-inside-adam", forms="AdamW",
        libraries={"PyTorch": "AdamW", "Keras": "AdamW", "optax": "adamw"},
    ),
    "signum": Method(
        _("Signum"), "green", "1 3",
        rule="signumStep(w, m, grad, lr, beta)", first={"lr": 0.06, "beta": 0.9},
        derived="after.html#sign-with-memory", forms="Sign and normalised gradient",
        libraries={"Keras": "Lion", "optax": "lion"},
    ),
    "lion": Method(
        _("Lion"), "brown", "3 2",
        rule="lionStep(w, m, grad, lr, decay, betaSign, betaKept)",
        first={"lr": 0.05, "decay": 0.1, "betaSign": 0.9, "betaKept": 0.99},
        derived="after.html#sign-with-memory", forms="Lion",
        libraries={"Keras": "Lion", "optax": "lion"},
    ),
    "scheduleFree": Method(
        _("Schedule-Free"), "crimson", "14 3 2 3",
        rule="scheduleFreeStep", first={"lr": 0.5, "beta": 0.9}, trusts_size=True,
        derived="after-rates.html#schedule-free", forms="Schedule-Free",
        libraries={"optax": "contrib.schedule_free_sgd"},
    ),
    "lookahead": Method(
        _("Lookahead, fixed α"), "brown", "16 4",
        rule="lookahead", first={"lr": 0.3, "k": 5, "alpha": 0.5}, trusts_size=True,
        derived="lookahead.html#slow-and-fast", forms="Lookahead",
    ),
    "lookaheadFitted": Method(
        _("Lookahead, fitted α"), "crimson", "16 3 4 3",
        rule="lookaheadFitted", first={"lr": 0.3, "k": 5}, trusts_size=True,
        derived="lookahead.html#parabola", forms="Lookahead",
    ),
    "cyclical": Method(
        _("cyclical learning rate"), "blue", "20 3",
        rule="triangularLearningRate", first={"lowest": 0.01, "highest": 0.5, "halfCycle": 20}, trusts_size=True,
        derived="practice.html#triangular", forms="Cyclical learning rates",
    ),
}  # fmt: skip


def for_javascript() -> str:
    """What the racers need of the table, as JSON; the bundler puts it in the place of RAVINE_METHODS."""
    return json.dumps({
        key: {
            "rule": method.function,
            "arguments": method.arguments,
            "states": method.states,
            "trustsSize": method.trusts_size,
            "numbers": {
                name: {"first": first, **{k: v for k, v in vars(NUMBERS[name]).items() if k != "word"}}
                for name, first in method.first.items()
            },
        }
        for key, method in METHODS.items()
    }, ensure_ascii=False)  # fmt: skip


def styles() -> str:
    """Every method's colour and dash, as rules of a style sheet; its class is `ravine-` and its key."""
    rule = ".ravine-{} {{ --series: var(--ravine-{}); --dash: {}; }}"
    return "\n".join(rule.format(key, method.colour, method.dash) for key, method in METHODS.items())


def words() -> dict[str, str]:
    """The names of the methods by their keys, and of their hyperparameters."""
    names = {key: method.name for key, method in METHODS.items()}
    return names | {f"number-{name}": number.word for name, number in NUMBERS.items()}


def as_html() -> str:
    """The table of the race's page: each method, its hyperparameters, and what libraries call it."""
    rows = []
    for method in METHODS.values():
        numbers = (f"{NUMBERS[name].symbol}\u00a0=\u00a0{first:g}" for name, first in method.first.items())
        called = (f"<code>{method.libraries[name]}</code>" if name in method.libraries else "–" for name in LIBRARIES)
        rows.append([f'<a href="{method.derived}">{method.name}</a>', ", ".join(numbers), *called])
    heads = (_("method"), _("starts with"), *LIBRARIES)
    head = "".join(f'<th scope="col">{text}</th>' for text in heads)
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return f'<table class="table"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'
