"""The race in a page of its own: each method keeps its line, and a path of one's own races with the others."""

import re
from collections import Counter

import numpy as np
import pytest

from ravine.plots import Race
from ravine.plots.methods import METHODS
from ravine.problems import Quadratic, Rosenbrock
from solutions.reference.adaptive import adam_step
from solutions.reference.adaptive.radam_step import _rectification, _rho
from solutions.reference.after import schedule_free_step, stability_limit
from solutions.reference.practice import triangular_learning_rate
from tests.plots.computed import computed, drawn

NEXT_PICTURE = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
RAVINE = Quadratic(20.0, 20.0)
OWN = [[-4.0 + 0.1 * t, 1.5 - 0.02 * t + (t % 2)] for t in range(31)]  # bent: each point is drawn


def test_hiding_and_colours_stay_with_the_method(opened):
    page = opened("Race", hash='#race?hidden=["one"]')  # a link of former times: nothing of that name to hide
    entry = lambda name: page.locator(".ravine-legend button", has_text=re.compile(f"^{name}$"))  # noqa: E731
    colour = lambda name: page.locator(f".ravine-panel .ravine-curve.ravine-{name}").first.evaluate(  # noqa: E731
        "(curve) => [getComputedStyle(curve).stroke, getComputedStyle(curve).strokeDasharray]"
    )
    before = {name: colour(name) for name in ("nesterov", "adam")}
    entry("momentum").click()
    page.get_by_role("checkbox", name="gradient descent", exact=True).click()
    page.evaluate(NEXT_PICTURE)
    assert entry("momentum").get_attribute("aria-pressed") == "false"
    assert entry("Nesterov").get_attribute("aria-pressed") == "true"
    assert page.locator(".ravine-panel .ravine-momentum").count() == 0
    assert {name: colour(name) for name in before} == before


@pytest.fixture(scope="module")
def pictures():
    plots = {
        "early": Race(methods=["descent"], trajectory=OWN, step=7),
        "late": Race(methods=["descent"], trajectory=OWN, step=60),
        "long": Race(methods=["descent"], trajectory=OWN, steps=20),
        "hidden": Race(methods=["descent"], trajectory=OWN, hidden=["yours"]),
    }
    return dict(zip(plots, (picture["html"] for picture in drawn(list(plots.values())))))


def text(html):
    return re.sub(r"<[^>]+>", " ", html)


def test_a_path_of_ones_own_follows_the_player(pictures):
    line = re.compile(r'ravine-curve ravine-yours" (?:points|d)="([^"]+)"')
    points = {name: [corners.count(",") for corners in line.findall(html)] for name, html in pictures.items()}
    # in the map, in the losses, and the sample of the legend, which has no comma
    assert points == {"early": [8, 8, 0], "late": [31, 31, 0], "long": [21, 21, 0], "hidden": [0]}


def test_a_path_of_ones_own_is_in_summary_states_and_table(pictures):
    surface = Quadratic(20.0, 20.0)
    for name, at in (("early", 7), ("late", 30), ("long", 20)):
        loss = f"{float(f'{surface.value(np.array(OWN[at])):.3g}'):g}"
        assert f"has the loss {loss}" in pictures[name].split('class="ravine-summary"')[1].split("</p>")[0]
        (row,) = re.findall(r"<tr role=\"row\"><th[^>]*>(your path[^<]*)</th>(.*?)</tr>", pictures[name])
        assert loss in text(row[1])
    assert "your path, 20 of its 30 steps" in pictures["long"] and "of its" not in pictures["late"]
    assert "loss, your path" in pictures["late"]
    rows = re.findall(r"<tr[^>]*>(?:<td>[^<]*</td>)+</tr>", pictures["late"])
    assert len(rows) == 101 and rows[30].count("<td></td>") == 0 and rows[31].count("<td></td>") == 3


@pytest.mark.parametrize("schedule", ["linear", "cosine"])
def test_a_schedule_is_kept_by_every_racer(schedule):
    """Each step of Adam and of descent from the state before, under the displayed rates; β is no rate and stays."""
    share = {"linear": lambda x: 1 - x, "cosine": lambda x: (1 + np.cos(np.pi * x)) / 2}[schedule]
    settings = {"descent": {"lr": 0.2}, "adam": {"lr": 0.3, "beta1": 0.8}}
    (found,) = computed([Race(methods=["descent", "adam"], steps=40, schedule=schedule, settings=settings)], "runs")
    descent, adam = found["runs"]
    for t in range(1, 41):
        rate = share((t - 1) / 40)
        w, before = np.array(descent["path"][t - 1]), np.array(adam["path"][t - 1])
        same(descent["path"][t], w - 0.2 * rate * RAVINE.gradient(w), w)
        memory = [np.array(adam["states"][t - 1][name]) for name in "mv"]
        stepped, *_memory = adam_step(before, *memory, t, RAVINE.gradient(before), 0.3 * rate, 0.8)
        same(adam["path"][t], stepped, before)


def same(got, wanted, before):
    """To 1e-12 of the step's start and end: what is left may be small beside both."""
    np.testing.assert_allclose(got, wanted, rtol=1e-12, atol=1e-12 * np.abs(before).max())


# --- Schedule-Free, drawn with the points beside its mean


def test_schedule_free_is_drawn_with_the_points_that_it_averages():
    (found,), (picture,) = computed([FREE], "runs"), drawn([FREE])
    (run,) = found["runs"]
    x = z = np.array([-4.0, 1.5])
    for t, (path, state) in enumerate(zip(run["path"][1:], run["states"][1:]), start=1):
        before = np.array(run["path"][t - 1]), np.array(run["states"][t - 1]["z"])
        x, z = schedule_free_step(*before, t, RAVINE.gradient, 0.5, 0.9)
        same(path, x, before[1])
        same(state["z"], z, before[1])
        same(state["y"], 0.1 * z + 0.9 * x, before[1])
    lines = re.findall(r'ravine-beside ravine-scheduleFree-([zy])" (points|d)="[^"]', picture["html"])
    assert Counter(lines) == {(point, line): 1 for point in "zy" for line in ("points", "d")}  # the map, the legend
    assert "z, which runs, Schedule-Free" in picture["html"]
    assert "y, where it asks" in picture["html"]


FREE = Race(methods=["scheduleFree"], steps=30, step=30)


def test_a_decay_is_drawn_as_the_square_that_it_draws_the_weights_into():
    half = lambda decay: Race(methods=["lion", "adam"], surface="beale", settings={"lion": {"decay": decay}})  # noqa: E731
    square = r'ravine-beside ravine-lion" points="([^"]+)"'
    sides = []
    for picture in drawn([half(1.0), half(0.5)]):
        (corners,) = re.findall(square, picture["html"])
        (left, bottom), (right, _bottom), (_right, top), *_ = (p.split(",") for p in corners.split())
        sides.append((float(right) - float(left), float(bottom) - float(top)))
        assert "ravine-beside ravine-adam" not in picture["html"]
    np.testing.assert_allclose(sides[1], 2 * np.array(sides[0]), rtol=1e-2)  # |w| ≤ 2 and |w| ≤ 1
    none = drawn([Race(methods=["lion"], settings={"lion": {"decay": 0.0}})])[0]["html"]
    assert re.findall(square, none) == []


# --- the edge of stability

SQUARED = {"adagrad": "g2", "rmsprop": "g2"}
AS_GRADIENT = {
    "descent": lambda h, t: stability_limit(1, "gradient descent"),
    "cyclical": lambda h, t: stability_limit(1, "gradient descent"),
    "adagrad": lambda h, t: stability_limit(1, "gradient descent"),
    "rmsprop": lambda h, t: stability_limit(1, "gradient descent"),
    "adadelta": lambda h, t: stability_limit(1, "gradient descent"),
    "momentum": lambda h, t: stability_limit(1, "momentum", h["beta"]),
    "nesterov": lambda h, t: stability_limit(1, "nesterov", h["beta"]),
    "nesterovRewritten": lambda h, t: stability_limit(1, "nesterov", h["beta"]),
    "adam": lambda h, t: stability_limit(1, "averaging", h["beta1"]),
    "adamax": lambda h, t: stability_limit(1, "averaging", h["beta1"]),
    "radam": lambda h, t: stability_limit(1, "averaging", h["beta1"]),
    "adamw": lambda h, t: stability_limit(1, "averaging", h["beta1"]) * (2 - h["lr"] * h["decay"]) / 2,
    "nadam": lambda h, t: stability_limit(1, "averaging", h["beta1"]) / (1 + 2 * h["beta1"]),
    "lookahead": lambda h, t: 1 + (2 / h["alpha"] - 1) ** (1 / h["k"]) if h["k"] % 2 else 2,
    "scheduleFree": lambda h, t: 2 / (1 - h["beta"] + h["beta"] / t / (2 - 1 / t)),
}


def multiplied(name, h, t, now, before):
    """α over the divisor of each weight at step t, from the state."""
    v = np.sqrt(np.array(now["v"]) / (1 - h["beta2"] ** t)) + 1e-8 if "beta2" in h and "v" in now else None
    if name in SQUARED:
        return h["lr"] / np.sqrt(np.array(now["g2"]) + 1e-8)
    if name == "adadelta":
        return np.sqrt(np.array(before["d2"]) + h["eps"]) / np.sqrt(np.array(now["g2"]) + h["eps"])
    if name == "adamax":
        return h["lr"] / np.array(now["u"])
    if name == "radam":
        last, rho = _rho(t, h["beta2"])
        return h["lr"] * (_rectification(last, rho) / v if rho > 4 else np.ones(2))
    if name == "cyclical":
        return triangular_learning_rate(t - 1, h["lowest"], h["highest"], h["halfCycle"]) * np.ones(2)
    return h["lr"] / (np.ones(2) if v is None else v)


@pytest.mark.parametrize("surface, problem", [("ravine", RAVINE), ("rosenbrock", Rosenbrock())])
def test_each_racer_is_as_near_to_its_edge_as_its_state_says(surface, problem):
    names = list(AS_GRADIENT)
    numbers = {name: dict(METHODS[name].first) for name in names}
    for h in numbers.values():
        for rate in {"lr", "lowest", "highest"} & set(h):
            h[rate] = 1e-4 if surface == "rosenbrock" else h[rate]
    races = [Race(surface=surface, methods=names[i : i + 7], steps=30, settings=numbers, edge=True) for i in (0, 7, 14)]
    runs = [run for found in computed(races, "runs") for run in found["runs"]]
    assert {run["name"] for run in runs} == set(names)
    for run in runs:
        name, h = run["name"], numbers[run["name"]]
        for t in range(1, 31):
            now, before = run["states"][t], run["states"][t - 1]
            root = np.sqrt(multiplied(name, h, t, now, before))
            asked = np.array(before["y"] if name == "scheduleFree" else run["path"][t - 1])
            largest = np.linalg.eigvalsh(root[:, None] * problem.hessian(asked) * root)[-1]
            scale = np.abs(root).max() ** 2 * np.abs(problem.hessian(asked)).max() / AS_GRADIENT[name](h, t)
            assert run["near"][t] == pytest.approx(largest / AS_GRADIENT[name](h, t), rel=1e-12, abs=1e-12 * scale), (
                name,
                t,
            )


def test_steps_of_a_length_of_their_own_have_no_edge():
    without = sorted(set(METHODS) - set(AS_GRADIENT))
    assert without == ["lion", "lookaheadFitted", "normalised", "rprop", "sign", "signum"]
    race = Race(methods=[*without, "adam"], edge=True, step=1)
    (found,), (picture,) = computed([race], "runs"), drawn([race])
    assert {run["name"] for run in found["runs"] if not run["near"]} == set(without)
    summary = picture["html"].split('class="ravine-summary"')[1].split("</p>")[0]
    assert "Nobody is beyond the edge of stability. Without an edge" in summary and "RProp" in summary


def matrices(name, x, beta=0.9, k=5, alpha=0.5, decay=0.1, t=3):
    """What a step does to (w, memory) on a curvature that is x after division, divisor and the mean's share frozen."""
    if name == "lookahead":
        return np.array([[1 - alpha + alpha * (1 - x) ** k]])
    if name == "scheduleFree":
        z = np.array([-x * beta, 1 - x * (1 - beta)])
        return np.array([[1 - 1 / t, 0] + z / t, z])
    m = np.array([(1 - beta) * x, beta])  # of (w, m)
    seen = beta * m + [(1 - beta) * x, 0] if name == "nadam" else m
    return np.array([[1 - (decay if name == "adamw" else 0), 0] - seen, m])


@pytest.mark.parametrize("k", [1, 4, 5])
@pytest.mark.parametrize("name", ["adam", "adamw", "nadam", "lookahead", "scheduleFree"])
def test_beyond_its_limit_a_root_leaves_the_unit_circle(name, k):
    h = {"lr": 1.0, "beta": 0.9, "beta1": 0.9, "decay": 0.1, "k": k, "alpha": 0.5}
    limit = AS_GRADIENT[name](h, t=k)
    size = lambda x: np.abs(np.linalg.eigvals(matrices(name, x, k=k, t=k))).max()  # noqa: E731
    assert size(0.999 * limit) < 1 < size(1.001 * limit)


def test_who_passes_the_edge_flies_off_and_is_named():
    """κ = 20 with the largest curvature 1: the limits are rates."""
    limits = {"descent": 2.0, "momentum": 2.6, "nesterov": 1.625, "lookahead": 2.245730}
    races = [
        Race(methods=list(limits), steps=500, step=500, edge=True, settings={
            name: {"lr": share * limit, "beta": 0.3} for name, limit in limits.items()
        })
        for share in (0.95, 1.05)
    ]  # fmt: skip
    near, beyond = computed(races, "runs")
    for run in near["runs"]:
        assert run["loss"][-1] < 1e-2 * run["loss"][0] and run["near"][-1] == pytest.approx(0.95, abs=1e-6)
    for run in beyond["runs"]:
        assert run["loss"][-1] > 1e2 * run["loss"][0] and run["near"][-1] == pytest.approx(1.05, abs=1e-6)
    summary = drawn(races[1:])[0]["html"].split('class="ravine-summary"')[1].split("</p>")[0]
    assert "Beyond the edge of stability: gradient descent, momentum, Nesterov, Lookahead, fixed α." in summary


def test_the_edge_is_in_the_table():
    table = drawn([Race(methods=["descent"], edge=True, steps=10)])[0]["html"]
    assert "αλ / limit, gradient descent" in table
