"""The table of methods is whole: what an entry of it lacks is said in a sentence, by this file and two others.

test_golden_traces.py holds every rule against the reference, test_race_conventions.py every form against the recorded
steps of the libraries.
"""

import re
from dataclasses import replace
from itertools import combinations

import pytest

from ravine.plots import PLOTS
from ravine.plots.bundle import SOURCE
from ravine.plots.methods import LIBRARIES, METHODS, NUMBERS, as_html, styles
from tests.pages.displayed import PAGES, page
from tests.plots.computed import answer

STYLES = {path.name: path.read_text(encoding="utf-8") for path in SOURCE.rglob("*.css")}
PALETTE = set(re.findall(r"--ravine-(\w+):", STYLES["plots.css"])) - {"text", "paper", "ground", "faint", "accent"}
FORMS = re.split(r"^##+ ", page("conventions"), flags=re.MULTILINE)
FORMS_BY_HEADING = {heading: text for heading, _, text in (section.partition("\n") for section in FORMS)}
OWN_WAY = {
    "rprop",
    "scheduleFree",
    "lookahead",
    "lookaheadFitted",
    "cyclical",
}  # written out in js/optimisers.js


def lacking(key, methods):
    """What the entry of a method lacks, a sentence each."""
    method, others = methods[key], [other for name, other in methods.items() if name != key]
    if method.colour not in PALETTE:
        yield f"{method.name}: the palette of kit/plots.css has no colour {method.colour}"
    for other in others:
        if other.dash == method.dash:
            yield f"{method.name}: {other.name} has the dash {method.dash} already"
        if other.name == method.name:
            yield f"{method.name}: two methods have this name"
    for name, first in method.first.items():
        if name not in NUMBERS:
            yield f"{method.name}: its {name} has no word and no range in NUMBERS"
        elif not NUMBERS[name].low <= first <= NUMBERS[name].high:
            yield f"{method.name}: its first {name} = {first} lies outside of the range in NUMBERS"
    if method.arguments is None and key not in OWN_WAY:
        yield f"{method.name}: its rule is no call, and js/optimisers.js writes out no racer {key}"
    if method.arguments and (unused := set(method.first) - set(method.arguments)):
        yield f"{method.name}: its rule does not take {', '.join(sorted(unused))}"
    if "| written by |" not in FORMS_BY_HEADING.get(method.forms, ""):
        yield f"{method.name}: conventions.md has no table of its forms under a heading “{method.forms}”"
    target, _, anchor = method.derived.partition(".html#")
    if not (PAGES / f"{target}.md").exists() or f"\n({anchor})=\n" not in page(target):
        yield f"{method.name}: there is no place {method.derived}"
    for library in set(method.libraries) - set(LIBRARIES):
        yield f"{method.name}: the table has no column for {library}"


@pytest.mark.parametrize("key", METHODS)
def test_nothing_is_lacking(key):
    assert list(lacking(key, METHODS)) == []


@pytest.mark.parametrize(
    "change, sentence",
    (
        ({"colour": "mauve"}, "Lazy: the palette of kit/plots.css has no colour mauve"),
        ({"dash": "7 4"}, "Lazy: momentum has the dash 7 4 already"),
        ({"name": "Nadam"}, "Nadam: two methods have this name"),
        ({"first": {"lr": 0.1, "warmth": 3}}, "Lazy: its warmth has no word and no range in NUMBERS"),
        ({"first": {"lr": 7}}, "Lazy: its first lr = 7 lies outside of the range in NUMBERS"),
        ({"first": {"lr": 0.1, "rho": 0.9}}, "Lazy: its rule does not take rho"),
        ({"rule": "lazyStep"}, "Lazy: its rule is no call, and js/optimisers.js writes out no racer lazy"),
        ({"forms": "Lazy"}, "Lazy: conventions.md has no table of its forms under a heading “Lazy”"),
        ({"derived": "adaptive.html#lazy"}, "Lazy: there is no place adaptive.html#lazy"),
    ),
)
def test_what_is_lacking_is_said(change, sentence):
    lazy = replace(METHODS["adam"], name="Lazy", dash="9 9 1", rule="lazyStep(w, grad, lr, warmth)", first={"lr": 0.1})
    assert list(lacking("lazy", METHODS | {"lazy": lazy})) == []
    assert list(lacking("lazy", METHODS | {"lazy": replace(lazy, **change)})) == [sentence]


def test_racers_are_those_of_the_table_in_its_order():
    racers = answer("race.mjs", None)
    assert list(racers) == list(METHODS)
    assert {key for key, method in METHODS.items() if method.arguments is None} == OWN_WAY


def test_every_method_has_one_line_and_a_path_of_ones_own_another():
    assert len(re.findall(r"^\.ravine-(\w+) ", styles(), re.MULTILINE)) == len(METHODS)
    assert ".ravine-yours { --series: var(--ravine-text); }" in STYLES["plots.css"]


def test_no_style_sheet_gives_a_method_another_line():
    for name, css in STYLES.items():
        given = re.findall(r"\.ravine-([\w-]+)(?=[^{}]*\{[^}]*--(?:series|dash))", css)
        assert set(given) & set(METHODS) == set(), name


def test_no_style_sheet_has_a_selector_that_the_site_loses():
    """PurgeCSS, which joins the site's style sheets, drops a rule with pseudo-classes alone in an :is()."""
    assert [name for name, css in STYLES.items() if ":is(:" in css] == []


def test_measured_trainings_give_a_method_of_ones_own_no_line_of_another():
    own = re.findall(r"\.ravine-training-\d \{([^}]*)\}", STYLES["training-runs.css"])
    lines = re.findall(r"\{([^}]*)\}", styles())
    assert len(own) == 7 and set(own).isdisjoint(lines)
    dashes = [re.findall("--dash: ([^;]*)", line) for line in own]
    assert not [dash for dash in dashes if dash and dash[0] in {method.dash for method in METHODS.values()}]


def test_a_method_has_the_same_name_in_every_plot():
    """Unless a plot says more: with which numbers the method runs there."""
    for name, plot in PLOTS.items():
        for key in set(METHODS) & set(plot.texts):
            text, method = plot.texts[key], METHODS[key].name
            assert text == method or text.startswith(f"{method}, "), f"{name} calls {method} “{text}”"


def test_methods_that_race_together_on_the_pages_have_colours_of_their_own():
    """As many as are drawn at once where the course chooses."""
    ours = [
        ["descent", "momentum", "nesterov", "adam"],
        ["descent", "momentum", "adam", "lookahead"],
        ["rprop", "adagrad", "rmsprop", "adadelta", "adam", "nadam", "radam"],
        ["sign", "rmsprop", "adagrad", "adam", "adamax", "nadam", "radam"],
    ]
    for several in ours:
        for one, other in combinations(several, 2):
            assert METHODS[one].colour != METHODS[other].colour, (one, other)


def test_the_table_of_the_page_has_a_row_for_every_method():
    table = as_html()
    assert re.findall(r"<tr><td><a href=[^>]+>([^<]+)", table) == [method.name for method in METHODS.values()]
    assert "<td>α = 0.1, δ = 0.1, β₁ = 0.9, β₂ = 0.999</td>" in table.replace("\u00a0", " ")
    assert "<td>–</td><td><code>Lion</code></td><td><code>lion</code></td>" in table
