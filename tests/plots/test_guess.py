"""Predict, then see: the reader says where a path will end, plays it, and is shown the miss."""

import math
import re

import pytest

NEXT_PICTURE = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
GUESSED = ("RollingBall", "MomentumRegimes", "LearningRate", "StepLengths")
NUMBERS = re.compile(r"[−-]?\d+(?:\.\d+)?(?:·10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)?")


def number(text):
    text = text.replace("−", "-").translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789"))
    mantissa, _times, exponent = text.partition("·10")
    return float(mantissa) * 10 ** float(exponent or 0)


@pytest.mark.parametrize("name", GUESSED)
def test_the_guess_comes_first_and_the_miss_is_the_distance_to_the_end(opened, name):
    page = opened(name, reduced_motion="reduce")
    page.locator(".ravine-try").click()
    page.evaluate(NEXT_PICTURE)
    assert page.locator(".ravine-count").inner_text().startswith("0 /")
    handle = page.locator(".ravine-handle.ravine-guess")
    for key in ("ArrowLeft", "ArrowLeft", "ArrowUp"):
        handle.press(key)
        page.evaluate(NEXT_PICTURE)
    guess = [number(text) for text in NUMBERS.findall(handle.get_attribute("aria-valuetext"))]
    page.locator(".ravine-player button").nth(1).click()
    page.locator(".ravine-ring.ravine-guess").first.wait_for()
    *end, miss = [number(text) for text in NUMBERS.findall(page.locator(".ravine-guessed").inner_text())]
    assert miss == pytest.approx(math.dist(guess, end), rel=0.02, abs=0.02) and miss > 0
    page.locator(".ravine-try").click()
    page.evaluate(NEXT_PICTURE)
    assert page.locator(".ravine-guess, .ravine-guessed").count() == 0


def test_while_the_reader_guesses_nothing_tells_where_the_ball_will_be(opened):
    page = opened("RollingBall")
    assert page.locator(".ravine-panel .ravine-continuous").count() == 1
    page.locator(".ravine-try").click()
    page.evaluate(NEXT_PICTURE)
    assert page.locator(".ravine-panel .ravine-continuous").count() == 0
