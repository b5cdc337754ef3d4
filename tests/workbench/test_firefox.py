"""The engine in Firefox: a right, a wrong and an endless answer; and the box, as a reader uses it."""

import json

import pytest

from tests.firefox import in_firefox
from tests.workbench.test_answers import HEAD, PLOT, REVERSED, RIGHT, said
from tests.workbench.test_solved_in_the_page import CHAPTERS, answer

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("engine")]
SCRIPT = """
while (!window.engine) await new Promise((done) => setTimeout(done, 50));
const ask = (source) => engine.check({ exercise: "momentum_step", source });
const slow = () => new Promise((done) => {
  const watch = setInterval(() => told.some(({ part }) => part === "slow") && done(clearInterval(watch)), 50);
});
const [right, wrong, path] = [await ask(RIGHT), await ask(REVERSED), await engine.path(PATH)];
const endless = ask(ENDLESS);
await slow();
engine.stop();
return { right, wrong, path, stopped: await endless, again: await ask(RIGHT), secure: window.crossOriginIsolated };
"""

# A reader's hand in a page: opens a box, pastes an answer, checks it, and asks for every hint.
READER = """
const until = async (what) => {
  for (let found, tries = 0; tries < 3600; tries++, await drawn())
    if ((found = what())) return found;
  throw new Error(`nothing came of ${what}: ${[...document.querySelectorAll("[open]")].map((box) => box.textContent)}`);
};
const drawn = () => new Promise((done) => setTimeout(done, 50));
const paste = async (box, source) => {
  box.open = true;
  const editor = await until(() => box.querySelector(".cm-content"));
  editor.focus();
  document.execCommand("selectAll");
  const pasted = { dataType: "text/plain", data: source, bubbles: true, cancelable: true };
  editor.dispatchEvent(new ClipboardEvent("paste", pasted));
};
const button = (box, name) => [...box.querySelectorAll("button")].find((b) => b.textContent.startsWith(name));
const checked = async (box, mark) => {
  (await until(() => button(box, "Check"))).click();
  const answer = await until(() => {
    const verdict = box.querySelector(".ravine-answer:not(:has(.ravine-progress)) .ravine-verdict");
    return verdict?.textContent.startsWith(mark) && box.querySelector(".ravine-answer");
  });
  for (let hint; (hint = button(box, "Next hint")); await drawn()) hint.click();
  return answer.textContent;
};
const page = location.pathname.split("/").at(-1).replace(".html", "");
const said = [];
for (const [name, source, mark] of TRIED[page]) {
  const box = await until(() => document.querySelector(`#exercise-${name.replaceAll("_", "-")}`));
  await paste(box, source);
  if (mark) said.push(await checked(box, mark));
}
return { said, kept: Object.values({ ...localStorage }).some((text) => text.includes("def ")),
  loaded: performance.getEntriesByType("resource").map((entry) => new URL(entry.name).host) };
"""


def with_constants(script, **constants):
    return "".join(f"const {name} = {json.dumps(value)};\n" for name, value in constants.items()) + script


@pytest.fixture(scope="module")
def answers(address):
    path = {"exercise": "momentum_step", "source": REVERSED, **PLOT}
    endless = HEAD + "    while True:\n        v = v + 1\n"
    script = with_constants(SCRIPT, RIGHT=RIGHT, REVERSED=REVERSED, ENDLESS=endless, PATH=path)
    return in_firefox(script, address)[0]["answer"]


def test_firefox_judges_as_any_python(answers):
    assert [answers[name]["verdict"] for name in ("right", "wrong", "again")] == ["right", "wrong", "right"]
    assert answers["wrong"]["text"] == said(REVERSED)["text"]
    assert answers["path"]["misconception"] == "velocity reversed"
    assert answers["path"]["points"] == [pytest.approx(p) for p in said(REVERSED, kind="path", **PLOT)["points"]]


def test_firefox_stops_what_never_ends_in_its_line(answers):
    assert answers["stopped"]["verdict"] == "stopped" and answers["stopped"]["line"] == 2
    assert not answers["secure"]  # so that nothing gentler than ending the worker was there to stop it


def test_a_reader_solves_an_exercise_of_every_assignment_in_firefox(bench_address):
    """Wrong first, which gets its reason, then right."""
    tried = {
        a: [(name, answer(name, wrong), "✗"), (name, answer(name, right), "✓")]
        for a, (name, wrong, _, right) in CHAPTERS.items()
    }
    tried["practice"].insert(0, ("parts", answer("parts", "layers_and_adam"), ""))  # what `train` trains with
    pages = [f"{bench_address}/book/{assignment}.html" for assignment in tried]
    for (name, _, why, _), seen in zip(
        CHAPTERS.values(), in_firefox(with_constants(READER, TRIED=tried), *pages), strict=True
    ):
        wrong, right = seen["answer"]["said"]
        assert f"✗ {name} is not right yet." in wrong and why in wrong and "Read on" in wrong
        assert f"✓ {name} is right on all public examples." in right
        assert seen["answer"]["kept"], "a draft stays in the browser"
        assert set(seen["answer"]["loaded"]) == {bench_address.removeprefix("http://")}
        assert not seen["complaints"]
