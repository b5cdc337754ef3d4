"""The plot's quotients are numpy's, in either precision, and their errors those that the page derives."""

import numpy as np
import pytest

from ravine.plots import DifferenceQuotient
from tests.plots.computed import computed

KEEP = ("steps", "measured", "predicted", "best", "least")
SLOPES = {"exp": (np.exp, np.exp), "sin": (np.sin, np.cos), "tanh": (np.tanh, lambda x: 1 - np.tanh(x) ** 2)}
EPSILON = {"double": 2.0**-53, "single": 2.0**-24}


@pytest.mark.parametrize("name", SLOPES)
def test_quotients_in_double_precision_are_numpys(name):
    (found,) = computed([DifferenceQuotient(function=name)], *KEEP)
    f, slope = SLOPES[name]
    h = np.array(found["steps"])
    errors = {
        "central": (f(1 + h) - f(1 - h)) / (2 * h) / slope(1) - 1,
        "oneSided": (f(1 + h) - f(1)) / h / slope(1) - 1,
    }
    for way, error in errors.items():
        theirs = np.array([each[way] for each in found["measured"]])
        np.testing.assert_allclose(theirs, np.abs(error), rtol=1e-6, atol=4 * 2.0**-53 * abs(f(1) / slope(1)) / h.min())
        wide = h > 1e-3
        np.testing.assert_allclose(theirs[wide], np.abs(error[wide]), rtol=1e-6)


@pytest.mark.parametrize("precision", EPSILON)
@pytest.mark.parametrize("name", SLOPES)
def test_errors_follow_the_prediction(name, precision):
    """To the right of the best step they are what Taylor cuts off; to the left rounding, of x as well as of f."""
    (found,) = computed([DifferenceQuotient(function=name, precision=precision)], *KEEP)
    f, slope = SLOPES[name]
    for way in ("central", "oneSided"):
        pairs = [(h, m[way], p[way]) for h, m, p in zip(found["steps"], found["measured"], found["predicted"])]
        for h, measured, predicted in pairs:
            of_x = 2 * EPSILON[precision] / h
            assert measured <= 1.6 * predicted + 2 * of_x, (h, measured, predicted)
        cut = [m / p for h, m, p in pairs if 30 * found["best"][way] < h < 0.1]
        assert not cut or np.median(cut) == pytest.approx(1, abs=0.1)
        assert found["least"][way] == pytest.approx(min(p for _h, _m, p in pairs), rel=0.1)


def test_best_steps_are_those_of_the_page():
    (found,) = computed([DifferenceQuotient()], *KEEP)
    assert found["best"]["central"] == pytest.approx((3 * 2.0**-53) ** (1 / 3))
    assert found["best"]["oneSided"] == pytest.approx(2 * 2.0**-26.5)
    assert found["least"]["central"] < found["least"]["oneSided"] ** 1.2


def test_relu_is_exact_until_the_step_reaches_its_kink():
    (found,) = computed([DifferenceQuotient(function="relu", place=0.01)], *KEEP)
    for h, errors in zip(found["steps"], found["measured"]):
        if h > 0.0101:
            assert errors["central"] == pytest.approx(abs((0.01 + h) / (2 * h) - 1))
        elif h > 1e-6:
            assert errors["central"] < 1e-8
