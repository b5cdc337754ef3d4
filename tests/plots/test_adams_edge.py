"""Adam's edge: the plot runs the course's Adam, and passes the limit and is thrown out where the page says."""

import numpy as np
import pytest
from bs4 import BeautifulSoup

from ravine.plots import AdamsEdge
from solutions.reference.adaptive import adam_step
from solutions.reference.after import stability_limit
from tests.pages.test_adaptive_adam import thrown_out
from tests.plots.computed import computed, drawn


def test_each_step_is_that_of_the_reference_to_1e_12():
    """Every step from the plot's state before it: beyond the edge a last digit of a whole run grows without bound."""
    plot = AdamsEdge(steps=2000, learning_rate=0.03, epsilon=1e-6, beta1=0.8, beta2=0.99)
    (found,) = computed([plot], "states", "distances", "rates")
    states = np.array(found["states"])
    assert states[0].tolist() == [1, 0, 0] and found["distances"] == np.abs(states[:, 0]).tolist()
    for t, (before, after) in enumerate(zip(states, states[1:]), start=1):
        w, m, v = before[:, None]
        stepped = np.array(adam_step(w, m, v, t, w, 0.03, 0.8, 0.99, 1e-6))[:, 0]
        np.testing.assert_allclose(after, stepped, rtol=1e-12, atol=1e-12 * abs(before[0]))
        limit = stability_limit(1.0, "adam", 0.8, divisor=np.sqrt(after[2] / (1 - 0.99**t)) + 1e-6)
        assert found["rates"][t] == pytest.approx(0.03 * stability_limit(1.0, "averaging", 0.8) / limit, rel=1e-12)


@pytest.mark.parametrize("epsilon", [1e-10, 1e-8, 1e-4, 1e-3])
def test_it_is_thrown_out_where_the_page_says(epsilon):
    (found,) = computed([AdamsEdge(epsilon=epsilon)], "crossed", "when", "thrown", "limit", "rates")
    far, rates = thrown_out(epsilon)
    assert found["limit"] == pytest.approx(38)
    assert abs(found["crossed"] - (100 + np.argmax(rates[100:] >= 38))) <= 1
    if epsilon < 1e-6:
        assert (found["crossed"], found["when"]) == (6541, 7069)
        assert found["thrown"] == pytest.approx(0.0889, abs=2e-4)
    assert found["thrown"] == pytest.approx(far[2000:].max(), abs=0.002)


def test_enough_of_epsilon_keeps_adam_and_the_summary_says_why():
    (found,) = computed([AdamsEdge(epsilon=0.003)], "crossed", "ceiling", "highest")
    assert found["crossed"] == -1 and found["highest"] < found["ceiling"] < 38
    assert found["ceiling"] == pytest.approx(0.1 / 0.003)
    pictures = drawn([AdamsEdge(), AdamsEdge(epsilon=0.003)])
    thrown, stays = (BeautifulSoup(p["html"], "html.parser").select_one(".ravine-summary").text for p in pictures)
    assert thrown.startswith("At step 6541 Adam's rate passes the limit 38;") and "to 0.0889, at step 7069" in thrown
    assert "never passes the limit 38" in stays and "αλ/ε = 33.3" in stays


def test_where_the_steps_are_too_few_epsilon_is_not_called_the_reason():
    (picture,) = drawn([AdamsEdge(beta1=0.99)])
    said = BeautifulSoup(picture["html"], "html.parser").select_one(".ravine-summary").text
    assert "does not come to the limit 398" in said and "never" not in said and "would allow" in said
