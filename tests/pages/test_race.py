"""The race's page in a real Chromium: choosing, dragging, tuning, another convention, the link, the table of states."""

import re

import numpy as np
import pytest

from ravine.plots import Race
from ravine.plots.methods import METHODS
from ravine.problems import Beale, Quadratic, Rosenbrock
from solutions.reference import adaptive, momentum
from solutions.reference.adaptive.radam_step import _rho
from tests.browser import served
from tests.pages.claims import Claims
from tests.pages.displayed import page as source
from tests.pages.displayed import words
from tests.plots.computed import computed

says = Claims("race")
pytestmark = pytest.mark.xdist_group("race")

NEXT_PICTURE = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
START = np.array([-4.0, 1.5])
RAVINE = Quadratic(20.0, 20.0)


@pytest.fixture(scope="module")
def context(browser):
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context
    context.close()


@pytest.fixture(scope="module")
def address(site):
    with served(site) as host:
        yield f"{host}/book/race.html"


@pytest.fixture
def race(context, address):
    """The race on its page, alive."""
    page = context.new_page()
    complaints = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(address)
    yield Opened(page)
    page.close()
    assert complaints == []


class Opened:
    """The race as a reader has it before him."""

    def __init__(self, page):
        self.page = page
        self.wake()

    def wake(self):
        self.figure = self.page.locator("figure#race")
        self.figure.scroll_into_view_if_needed()
        self.page.locator("figure#race[data-live]").wait_for()
        self.seen()

    def seen(self):
        self.page.evaluate(NEXT_PICTURE)

    def tick(self, *names):
        for name in names:
            self.figure.get_by_role("checkbox", name=name, exact=True).click()
        self.seen()

    def tune(self, method, convention=None):
        self.figure.get_by_label("Tune").select_option(label=method)
        self.seen()
        if convention:
            self.figure.get_by_label("as written in").select_option(convention)
            self.seen()

    def go_to(self, step):
        self.figure.locator(".ravine-player input").fill(str(step))
        self.seen()

    def states(self):
        """The table: a row's name → (w, state) as text. It is drawn ten times a second at most."""
        self.page.evaluate("() => new Promise((drawn) => setTimeout(drawn, 150))")
        self.seen()
        rows = self.figure.locator(".ravine-states tbody tr").all()
        cells = ([cell.inner_text() for cell in row.locator("th, td").all()] for row in rows)
        return {name: (w, state) for name, w, _loss, state in cells}

    def legend(self):
        return self.figure.locator(".ravine-legend button").all_inner_texts()

    def curves(self):
        """The map's curves by series."""
        panel = self.figure.locator(".ravine-panel").first
        named = "(curves) => curves.map((curve) => [curve.classList[1], curve.getAttribute('points')])"
        return dict(panel.locator(".ravine-curve").evaluate_all(named))


def numbers(text):
    """The numbers of a cell, as the plots write them."""
    plain = text.replace("−", "-").translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")).replace("·10", "e")
    return [float(number) for number in re.findall(r"-?\d[\d.]*(?:e-?\d+)?", plain)]


def close(text, *wanted):
    np.testing.assert_allclose(numbers(text), np.concatenate(wanted), rtol=6e-3, atol=1e-12)


def after(step, rule, memory, **numbers):
    """Weights and memory after so many steps of the Python reference on the race's ravine."""
    w, *memory = START, *([np.zeros(2)] * memory)
    for t in range(1, step + 1):
        counted = [t] if rule in (adaptive.adam_step, adaptive.nadam_step) else []
        w, *memory = rule(w, *memory, *counted, RAVINE.gradient(w), **numbers)
    return w, *memory


def test_states_at_a_step_are_the_references(race):
    race.tick("Adagrad")
    race.go_to(7)
    rows = race.states()
    assert list(rows) == ["gradient descent", "momentum", "Nesterov", "Adagrad", "Adam"]
    for name, wanted in (
        ("momentum", after(7, momentum.momentum_step, 1, lr=0.03, beta=0.9)),
        ("Adagrad", after(7, adaptive.adagrad_step, 1, lr=0.5)),
        ("Adam", after(7, adaptive.adam_step, 2, lr=0.1)),
    ):
        w, state = rows[name]
        close(w, wanted[0])
        close(re.sub(r"[a-z]\d? =", "", state), *wanted[1:])
    assert rows["gradient descent"][1] == "–"


def test_methods_are_chosen_up_to_seven(race):
    assert race.legend() == ["gradient descent", "momentum", "Nesterov", "Adam"]
    race.tick("Nesterov", "RProp", "Adagrad", "RMSprop", "RAdam")
    chosen = ["gradient descent", "momentum", "RProp", "Adagrad", "RMSprop", "Adam", "RAdam"]
    assert race.legend() == chosen and list(race.states()) == chosen
    assert len(race.curves()) == 7
    assert race.figure.get_by_role("checkbox", name="Adamax", exact=True).is_disabled()
    race.tick("RProp")
    assert race.figure.get_by_role("checkbox", name="Adamax", exact=True).is_enabled()
    for name in race.legend():
        race.tick(name)
    assert race.figure.locator(".ravine-summary").is_visible() and race.curves() == {}


def test_the_start_is_dragged_and_every_racer_begins_there(race):
    handle = race.figure.locator(".ravine-handle")
    handle.scroll_into_view_if_needed()
    before = race.curves()
    box = handle.locator(".ravine-grip").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    race.page.mouse.move(x, y)
    race.page.mouse.down()
    race.page.mouse.move(x + 90, y - 20, steps=4)
    race.page.mouse.up()
    race.seen()
    race.go_to(0)
    start = handle.get_attribute("aria-valuetext")
    assert numbers(start)[0] > -3.5
    assert {w for w, _state in race.states().values()} == {start}
    race.go_to(100)
    moved = race.curves()
    assert all(moved[name] != before[name] for name in before)


def test_tuning_goes_on_from_what_was_tuned_before_the_start_moved(race):
    """What tunes is left alone while the start moves."""
    race.tune("momentum")
    rate, decay = race.figure.locator(".ravine-tuning input.ravine-number").all()
    rate.fill("0.02")
    rate.press("Enter")
    handle = race.figure.locator(".ravine-handle")
    handle.press("ArrowRight")
    race.seen()
    decay.fill("0.5")
    decay.press("Enter")
    race.go_to(3)
    start = numbers(handle.get_attribute("aria-valuetext"))
    w, v = np.array(start), np.zeros(2)
    for _step in range(3):
        w, v = momentum.momentum_step(w, v, RAVINE.gradient(w), lr=0.02, beta=0.5)
    assert start != list(START) and (rate.input_value(), decay.input_value()) == ("0.02", "0.5")
    close(race.states()["momentum"][0], w)


def test_another_convention_is_drawn_beside_and_its_term_is_marked(race):
    race.tick("Adagrad")
    race.tune("Adagrad", "L3, printed")
    assert race.legend()[-1] == "Adagrad (L3, printed)"
    assert race.figure.locator(".ravine-differs mark").all_inner_texts() == ["Gᵒˡᵈ"]
    race.go_to(1)
    leap, ours = (race.states()[name][0] for name in ("Adagrad (L3, printed)", "Adagrad"))
    close(leap, START - 0.5 * RAVINE.gradient(START) / np.sqrt(1e-8))  # off the map, as the page says
    close(ours, START - 0.5 * np.sign(RAVINE.gradient(START)))
    race.tune("Nadam")
    assert "Adagrad (L3, printed)" not in race.legend()
    offered = race.figure.get_by_label("as written in").locator("option").all_inner_texts()
    assert offered == ["this course", "Dozat", "PyTorch", "Keras"]
    race.tune("sign")
    assert race.figure.get_by_label("as written in").count() == 0


def test_every_convention_is_drawn_and_marked(race):
    tried = 0
    for method in METHODS.values():
        race.tune(method.name)
        choice = race.figure.get_by_label("as written in")
        for convention in choice.locator("option").all_inner_texts()[1:] if choice.count() else []:
            choice.select_option(convention)
            race.seen()
            drawn = [name for name in race.legend() if not name.startswith(("z, ", "y, "))]  # points beside a mean
            assert drawn[-1] == f"{method.name} ({convention})"
            assert "," in race.curves()["ravine-variant"] and race.figure.locator("mark").count()
            tried += 1
    assert tried > 20


def test_a_link_restores_all_of_it(race):
    race.tick("RMSprop", "Nesterov")
    race.figure.get_by_role("radio", name="saddle").click()
    race.tune("RMSprop", "Hinton, P4")
    race.figure.locator(".ravine-tuning .ravine-number").first.fill("0.2")
    race.figure.locator(".ravine-tuning .ravine-number").first.press("Enter")
    race.figure.locator(".ravine-handle").press("Shift+ArrowUp")
    race.go_to(33)
    race.figure.get_by_role("button", name="Adam", exact=True).click()
    race.seen()
    seen = race.states(), race.curves(), race.legend(), race.figure.locator(".ravine-differs").inner_text()
    race.figure.locator(".ravine-link").click()
    race.page.wait_for_function("location.hash.length > 1")
    race.page.reload()
    race.wake()
    again = race.states(), race.curves(), race.legend(), race.figure.locator(".ravine-differs").inner_text()
    assert again == seen
    assert race.figure.get_by_role("radio", name="saddle").is_checked()
    assert race.figure.get_by_label("as written in").input_value() == "Hinton, P4"
    assert race.figure.locator(".ravine-tuning .ravine-number").first.input_value() == "0.2"


def test_by_keyboard_alone(race):
    """From the handle on, Tab leads through legend, player, surface, methods and tuning, in the sequence seen."""
    page = race.page
    race.figure.locator(".ravine-handle").focus()
    start = race.figure.locator(".ravine-handle").get_attribute("aria-valuetext")
    page.keyboard.press("ArrowRight")
    race.seen()
    assert race.figure.locator(".ravine-handle").get_attribute("aria-valuetext") != start

    def tab_to(condition):
        for _stop in range(60):
            page.keyboard.press("Tab")
            if page.evaluate(f"(() => {{ const e = document.activeElement; return {condition}; }})()"):
                return
        raise AssertionError(f"Tab never reaches {condition}")

    tab_to("e.closest('.ravine-player') && e.type === 'range'")
    page.keyboard.press("Home")
    for _key in range(3):
        page.keyboard.press("ArrowRight")
    race.seen()
    assert race.figure.locator(".ravine-count").inner_text() == "3 / 100"
    tab_to("e.type === 'radio'")
    page.keyboard.press("ArrowRight")
    race.seen()
    assert race.figure.get_by_role("radio", name="Rosenbrock").is_checked()
    tab_to("e.type === 'checkbox' && e.parentElement.textContent === 'RProp'")
    page.keyboard.press("Space")
    race.seen()
    assert "RProp" in race.legend()
    tab_to("e.tagName === 'SELECT'")
    page.keyboard.type("RMS")
    race.seen()
    assert race.figure.get_by_label("Tune").input_value() == "rmsprop"
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    race.seen()
    assert race.legend()[-1] == "RMSprop (L3, printed)"
    for _stop in ("the schedule", "the rate", "its memory"):
        page.keyboard.press("Tab")
    before = race.curves()["ravine-variant"]
    page.keyboard.press("ArrowRight")
    race.seen()
    assert race.curves()["ravine-variant"] != before


def test_what_the_page_says_of_the_races_to_set(race):
    """Mini-batches are the same in every race; a convention named on the page is offered."""
    race.figure.get_by_role("radio", name="mini-batches").click()
    race.seen()
    once = race.curves()
    race.figure.locator(".ravine-player button").first.click()
    race.go_to(100)
    assert race.curves() == once
    assert set(re.findall(r"convention \*([^*]+)\*", source("race"))) == {"L3, printed"}


def test_in_the_first_races_of_a_reader_the_methods_part_and_one_arrives():
    """On the front page and on that of the race, as they open."""
    front = Race(whole=False, methods=["descent", "momentum", "adam", "lookahead"], steps=150)
    assert 'methods=["descent", "momentum", "adam", "lookahead"], steps=150' in source("index")
    for race in computed([front, Race()], "runs"):
        shares = sorted(run["loss"][-1] / run["loss"][0] for run in race["runs"])
        assert shares[0] < 0.003 and shares[-1] > 5 * shares[0]


def test_who_moves_on_the_plateau():
    """At the first numbers, after 100 steps: those who do not care, says the page, are down, others stay."""
    names = list(METHODS)
    races = [Race(surface="plateau", methods=names[i : i + 7], steps=100) for i in range(0, len(names), 7)]
    loss = {run["name"]: run["loss"] for race in computed(races, "runs") for run in race["runs"]}
    share = {name: values[-1] / values[0] for name, values in loss.items()}
    arrive = {"sign", "rprop", "normalised", "adagrad", "rmsprop", "adadelta", "adam", "adamax", "nadam"}
    arrive |= {"adamw", "signum", "lion"}
    assert {name for name in share if share[name] < 0.02} == arrive
    hold = set(share) - arrive - {"radam"}
    assert {name for name in share if share[name] > 0.98} == hold
    as_gradient = {"descent", "momentum", "nesterov", "nesterovRewritten", "cyclical", "lookahead", "lookaheadFitted"}
    assert hold == as_gradient | {"scheduleFree"}
    assert 0.5 < share["radam"] < 0.9
    says("do not care how small it is: sign, RProp and the normalised gradient")
    says("but Adagrad, RMSprop, Adadelta, Adam, AdamW")
    says("Adamax and Nadam just as little; Signum and Lion take a sign, too")
    says("Gradient descent, momentum, Nesterov, the cyclical rate, Lookahead and Schedule-Free hardly leave the start")
    says("RAdam, which at first does not divide, comes late")


def test_radam_in_rosenbrocks_valley():
    start = np.array([-1.2, 1.0])
    says("at the start the gradient's length is <.0f>: it flies off", np.linalg.norm(Rosenbrock().gradient(start)))
    assert [bool(_rho(t, 0.999)[1] > 4) for t in range(1, 7)] == [False] * 4 + [True] * 2
    first = Race(surface="rosenbrock", methods=["radam", "adam"])
    slower = Race(surface="rosenbrock", methods=["radam"], settings={"radam": {"lr": 1e-3}})
    (adam, wild), (calm,) = (
        [run["loss"][-1] for run in sorted(race["runs"], key=lambda run: run["name"])]
        for race in computed([first, slower], "runs")
    )
    assert adam < 24 and calm < 24 and not (wild or np.inf) < 1e6


def test_cut_gradients_keep_racers_in_the_valley():
    said = words(source("race"))
    assert "cut the gradients to the length 1, and it stays there with its own" in said
    assert "gradient descent with a learning rate of 0.01, which without the cut is gone at once" in said
    race = {"surface": "rosenbrock", "methods": ["descent", "radam"], "settings": {"descent": {"lr": 0.01}}}
    races = [Race(**race, cut=cut) for cut in (True, False)]
    cut, plain = ({run["name"]: run["loss"] for run in found["runs"]} for found in computed(races, "runs"))
    assert all(max(loss) == loss[0] for loss in cut.values())
    assert plain["descent"][3] > 1e6 * plain["descent"][0]


def test_rates_that_fall():
    races = [
        Race(surface="noisy", methods=["momentum"], steps=steps, schedule=schedule)
        for steps in (100, 300)
        for schedule in ("linear", "constant")
    ]
    early, plain, late, plain_late = (found["runs"][0]["loss"][-1] for found in computed(races, "runs"))
    says("100 steps momentum's loss is then <.3f>, where the constant rate reaches <.4f>", early, plain)
    says("after 300 it is <.4f> against <.4f>", late, plain_late)


def test_an_average_in_the_place_of_a_fall():
    rates = {"descent": {"lr": 1.0}, "scheduleFree": {"lr": 1.0}}
    (found,) = computed([Race(surface="noisy", methods=list(rates), settings=rates, steps=300)], "runs")
    descent, free = found["runs"]
    late = [np.array(run["loss"][200:]) for run in (descent, free)]
    says("give gradient descent and Schedule-Free the learning rate 1 and 300 steps")
    says("loss lies anywhere between <.5f> and <.1f>", late[0].min(), late[0].max())
    says("Schedule-Free's never rises above <.4f>", late[1].max())
    spread = [np.std(points[200:], axis=0) for points in (descent["path"], [s["z"] for s in free["states"]])]
    assert "runs twice as wildly as descent does" in words(source("race"))
    np.testing.assert_allclose(spread[1] / spread[0], 2, atol=0.3)
    x, y, z = (np.array(points[200:]) for points in (free["path"], *([s[p] for s in free["states"]] for p in "yz")))
    assert (np.linalg.norm(y - x, axis=1) < 0.2 * np.linalg.norm(z - y, axis=1)).all()


def test_the_edge():
    rates = [Race(methods=["descent"], settings={"descent": {"lr": lr}}, edge=True) for lr in (1.9, 2.1)]
    adam = Race(methods=["adam"], steps=500, settings={"adam": {"beta2": 0.9}}, edge=True)
    (slow,), (fast,), (run,) = (found["runs"] for found in computed([*rates, adam], "runs"))
    says("Gradient descent's limit is 2. With the rate 1.9 it comes down, with 2.1 it flies off")
    assert slow["loss"][-1] < 1e-6 and fast["loss"][-1] > 1e6
    assert np.linalg.eigvalsh(RAVINE.hessian(START)).max() == pytest.approx(1)
    near, loss = run["near"], run["loss"]
    says("from step 300 on it stays between <.2f> and <.2f>", min(near[300:]), max(near[300:]) + 0.005)
    assert near[1] < near[50] < near[100] < near[150] < 0.6 and loss[-1] > 1e3 * min(loss[300:]) / 10
    assert min(loss[300:]) == pytest.approx(1e-9, rel=0.3) and max(loss[300:]) == pytest.approx(1e-5, rel=0.6)
    says("the loss swings between $10^{-9}$ and $10^{-5}$ instead of falling on")


def test_where_lions_weights_stop():
    def race(decay):
        settings = {method: {"decay": decay} for method in ("lion", "adamw")}
        return Race(surface="beale", methods=["adam", "lion", "adamw"], steps=500, settings=settings)

    assert Beale().value(np.array([3.0, 0.5])) == 0 and "Beale's minimum lies at $(3, 0.5)$" in words(source("race"))
    found = computed([race(1.0), race(0.5)], "runs")
    ends = [{run["name"]: run["path"][-1] for run in each["runs"]} for each in found]
    assert "$\\delta=1$, then $0.5$: it stops at $w_1=1$, then at $w_1=2$" in words(source("race"))
    for end, limit in zip(ends, (1.0, 2.0)):
        assert end["lion"][0] == pytest.approx(limit, abs=1e-3)
        np.testing.assert_allclose(end["adam"], (3, 0.5), atol=2e-3)
        assert end["adamw"][0] < limit


def test_the_table_of_methods_is_on_the_page(race):
    rows = race.page.locator("table", has_text="starts with").locator("tbody tr")
    assert rows.count() == len(METHODS)
    assert rows.locator("a").all_text_contents() == [method.name for method in METHODS.values()]
    found = rows.locator("a").evaluate_all("(links) => links.map((link) => link.href.split('/').pop())")
    assert found == [method.derived for method in METHODS.values()]


def test_path_of_a_students_own_is_drawn_by_the_pages_code():
    """The code block of the page runs and makes a race with its path."""
    (block,) = (code for code in re.findall(r"```python\n(.*?)```", source("race"), re.DOTALL) if "path" in code)
    names = {}
    exec(block.replace("\nRace(", "\nshown = Race("), names)
    assert isinstance(names["shown"], Race) and len(names["shown"].trajectory) == 101
    np.testing.assert_allclose(names["shown"].trajectory[1], START - 0.1 * RAVINE.gradient(START))
    (cell,) = re.findall(r"^import numpy.*?(?=^```)", source("race").split("This is what it shows:")[1], re.M | re.S)
    exec(cell.replace("\nRace(", "\npicture = Race("), names)
    assert names["picture"].trajectory == names["shown"].trajectory
