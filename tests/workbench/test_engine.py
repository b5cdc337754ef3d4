"""The engine in a real browser: what an answer may do to its worker, and what the page hears of it."""

import json
import shutil
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.browser import served
from tests.workbench.test_answers import HEAD, PLOT, REVERSED, RIGHT, said

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("engine")]
STUCK = 120_000  # ms, as in engine.js
PATIENCE = 180_000  # ms: a loaded machine needs half a minute until Python has started


@contextmanager
def opened(browser, address):
    page = browser.new_page()
    page.set_default_timeout(PATIENCE)
    page.asked = []
    page.on("request", lambda request: page.asked.append(request.url))
    page.goto(address)
    page.wait_for_function("window.engine")
    yield page
    page.close()


@pytest.fixture(scope="module")
def page(browser, address):
    """One page for all tests that leave its worker as they found it, or another in its place."""
    with opened(browser, address) as page:
        yield page


def ask(page, source, kind="check", exercise="momentum_step", **more):
    return page.evaluate(f"(question) => engine.{kind}(question)", {"exercise": exercise, "source": source, **more})


def without_time(answer):
    return {name: value for name, value in answer.items() if name != "ms"}


def test_nothing_is_loaded_before_the_first_question_and_nothing_from_elsewhere(page, address):
    assert [Path(url).name for url in page.asked] == ["index.html", "engine.js"]
    assert ask(page, RIGHT)["verdict"] == "right"
    home = address.removesuffix("index.html")
    assert all(url.startswith((home, f"blob:{home}")) for url in page.asked)
    shares = [news["share"] for news in page.evaluate("told") if news["part"] == "core"]
    assert shares == sorted(shares) and len(shares) > 5
    assert [news["part"] for news in page.evaluate("told")][-3:] == ["exercises", "ready", "begun"]


def test_the_answer_is_that_of_any_python_and_its_section_has_a_title(page):
    here = without_time(ask(page, REVERSED))
    assert here["section"] == {"href": "momentum.html#lecture-sign", "title": "The lecture's sign"}
    assert here | {"section": None} == without_time(said(REVERSED)) | {"section": None}


def test_an_error_names_its_line(page):
    answer = ask(page, HEAD + "    return w @ np.ones((7, 7))\n")
    assert answer["line"] == 2 and ", in line 2: return w @ np.ones((7, 7))\n" in answer["text"] + "\n"


def test_the_path_is_that_of_any_python(page):
    here, there = ask(page, REVERSED, kind="path", **PLOT), said(REVERSED, kind="path", **PLOT)
    assert here["misconception"] == "velocity reversed"
    assert here["points"] == [pytest.approx(point) for point in there["points"]]


def test_of_paths_that_wait_the_newest_is_walked(page):
    questions = [{"exercise": "momentum_step", "source": RIGHT, **PLOT, "steps": steps} for steps in (1, 2, 3)]
    answers = page.evaluate("(questions) => Promise.all(questions.map((q) => engine.path(q)))", questions)
    assert [answer and len(answer["points"]) for answer in answers] == [2, None, 4]


def test_two_checks_at_once_wait_for_each_other(page):
    both = page.evaluate(
        "(sources) => Promise.all(sources.map((source) => engine.check({ exercise: 'momentum_step', source })))",
        [REVERSED, RIGHT],
    )
    assert [answer["verdict"] for answer in both] == ["wrong", "right"]


@pytest.mark.parametrize(
    "body, line",
    [
        ("    while True:\n        v = v + 1\n", "while True:"),
        ("    while True:\n        print('x' * 1000)\n", "while True:"),
        ("    x = 1\n    return sum(iter(int, 1))\n", "return sum(iter(int, 1))"),
    ],
)
def test_what_never_ends_is_stopped_at_once_in_its_line_and_another_worker_takes_over(page, body, line):
    page.evaluate("told.length = 0")
    page.evaluate("(source) => { window.answer = engine.check({ exercise: 'momentum_step', source }) }", HEAD + body)
    page.wait_for_function("told.some((news) => news.part === 'slow')")
    assert "press Stop" in page.evaluate("told.find((news) => news.part === 'slow').sentence")
    answer = page.evaluate("engine.stop(), answer")
    assert answer["verdict"] == "stopped"
    assert answer["text"].endswith(f"Is there a loop that never ends? It was in line {answer['line']}: {line}")
    assert ask(page, RIGHT)["verdict"] == "right"


def test_after_ten_seconds_the_page_stops_it_itself(page):
    answer = ask(page, HEAD + "    while True:\n        pass\n")
    assert answer["verdict"] == "too long"
    assert "after 10 seconds" in answer["text"] and "in line 2: while True:" in answer["text"]


def test_what_waits_is_stopped_too(page):
    answers = page.evaluate(
        """(source) => {
          const all = [1, 2].map(() => engine.check({ exercise: "momentum_step", source }));
          engine.stop();
          return Promise.all(all);
        }""",
        RIGHT,
    )
    assert [answer["verdict"] for answer in answers] == ["stopped", "stopped"]


@pytest.mark.parametrize("body", ["    bytearray(2 * 10**9)\n", "    x = [0]\n    while True: x = x + x\n"])
def test_memory_has_a_bound(page, body):
    answer = ask(page, HEAD + body)
    assert answer["difference"].startswith("it raised MemoryError") and "1 GB" in answer["notes"][0]
    assert ask(page, RIGHT)["verdict"] == "right"


def test_recursion_and_floods_are_bounded(page):
    assert "RecursionError" in ask(page, HEAD + "    return momentum_step(w, v, grad, lr, beta)\n")["text"]
    flood = ask(page, HEAD + "    for i in range(20_000):\n        print('x' * 100)\n    return w, v\n")
    assert len(flood["printed"]) == 100_000 and flood["notes"] == ["What it printed was cut off."]


def test_who_ends_python_is_told_so_and_gets_another(page):
    answer = ask(page, "import os\nos._exit(1)\n")
    assert answer["verdict"] == "error" and answer["text"].startswith("✗ The answer ended the Python")
    assert ask(page, RIGHT)["verdict"] == "right"


def test_a_capstone_from_earlier_answers(page):
    source = "def train(x, y, seed):\n    layer = Linear()\n    return lambda x: layer.forward(x)\n"
    earlier = "class Linear:\n    def forward(self, x):\n        return np.zeros(len(x), int)\n"
    answer = ask(page, source, exercise="train", earlier=[{"exercise": "Linear", "source": earlier}])
    assert answer["verdict"] == "wrong" and "your network of Linear layers" in answer["difference"]


def test_a_page_without_python_says_so(browser, static, tmp_path):
    (tmp_path / "site").mkdir()
    for name in ("index.html", "engine.js"):
        shutil.copy(static.parent / name, tmp_path / "site")
    (tmp_path / "site" / "_static" / "workbench").mkdir(parents=True)
    shutil.copy(static / "workbench" / "worker.js", tmp_path / "site" / "_static" / "workbench")
    with served(tmp_path) as host, opened(browser, f"{host}/site/index.html") as page:
        answer = ask(page, RIGHT)
    assert answer["verdict"] == "unavailable" and answer["text"].startswith("This site was built without Python")


def test_a_wheel_with_another_hash_is_refused(browser, static, tmp_path):
    shutil.copytree(static.parent, tmp_path / "site")
    parts = json.loads((tmp_path / "site" / "_static" / "workbench" / "python.json").read_text())
    wheel = tmp_path / "site" / "_static" / parts["folder"] / parts["wheel"]
    content = bytearray(wheel.read_bytes())
    content[1000] ^= 1
    wheel.write_bytes(content)
    with served(tmp_path) as host, opened(browser, f"{host}/site/index.html") as page:
        answer = ask(page, RIGHT)
    assert answer["verdict"] == "unavailable" and "refused" in answer["text"]


def test_python_that_is_not_heard_of_is_sent_for_once_more_and_then_given_up(browser, static, tmp_path):
    (tmp_path / "site").mkdir()
    for name in ("index.html", "engine.js"):
        shutil.copy(static.parent / name, tmp_path / "site")
    (tmp_path / "site" / "_static" / "workbench").mkdir(parents=True)
    (tmp_path / "site" / "_static" / "workbench" / "worker.js").write_text("// says nothing")
    with served(tmp_path) as host, opened(browser, f"{host}/site/index.html") as page:
        page.clock.install()
        page.evaluate("""() => {
            window.hired = 0;
            window.Worker = class extends Worker { constructor(url) { super(url); window.hired += 1; } };
        }""")
        question = {"exercise": "momentum_step", "source": RIGHT}
        page.evaluate("(question) => { window.answer = engine.check(question); }", question)
        for waits in range(2):
            page.clock.run_for(STUCK // 2)
            assert page.evaluate("hired") == 1 + waits
            page.clock.run_for(STUCK // 2)
        answer = page.evaluate("answer")
        assert page.evaluate("hired") == 2
    assert answer["verdict"] == "unavailable"


def test_a_page_opened_from_a_file_says_what_is_needed(browser, static):
    whole = "<script>" + (static.parent / "engine.js").read_text().replace("export class", "window.Engine = class")
    script = (static.parent / "index.html").read_text().split("window.told", 1)[1]
    page = static.parent / "file.html"
    page.write_text(f"<!doctype html>{whole}\nwindow.told{script}", encoding="utf-8")
    with opened(browser, page.as_uri()) as page:
        answer = ask(page, RIGHT)
    assert answer["verdict"] == "unavailable" and "begins with http" in answer["text"]
