"""The table of methods is whole: what an entry of it still lacks is said in a sentence."""

import re
from itertools import combinations

import pytest

from ravine.plots import PLOTS
from ravine.plots.bundle import SOURCE
from ravine.plots.methods import LIBRARIES, METHODS, NUMBERS, styles

STYLES = {path.name: path.read_text(encoding="utf-8") for path in SOURCE.rglob("*.css")}


def test_every_method_has_a_line_of_its_own():
    """One colour of the palette and one dash that no other method has, nor the path of one's own."""
    palette = set(re.findall(r"--ravine-(\w+):", STYLES["plots.css"]))
    assert {method.colour for method in METHODS.values()} <= palette - {"text", "paper", "ground", "faint", "accent"}
    dashes = [method.dash for method in METHODS.values()]
    assert sorted(dashes) == sorted(set(dashes))
    assert len(re.findall(r"^\.ravine-(\w+) ", styles(), re.MULTILINE)) == len(METHODS)
    assert ".ravine-yours { --series: var(--ravine-text); }" in STYLES["plots.css"]


def test_no_style_sheet_gives_a_method_another_line():
    for name, css in STYLES.items():
        given = re.findall(r"\.ravine-([\w-]+)(?=[^{}]*\{[^}]*--(?:series|dash))", css)
        assert set(given) & set(METHODS) == set(), name


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


@pytest.mark.parametrize("key", METHODS)
def test_hyperparameters_have_words_and_ranges(key):
    method = METHODS[key]
    for name, first in method.first.items():
        assert name in NUMBERS, f"{method.name}'s {name} is not among NUMBERS: it has no word and no range"
        assert NUMBERS[name].word and NUMBERS[name].symbol and NUMBERS[name].low <= first <= NUMBERS[name].high
    assert set(method.libraries) <= set(LIBRARIES)
