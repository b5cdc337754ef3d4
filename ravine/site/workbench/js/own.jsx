// “Race your own”, under a plot whose page has no box: one of the steps that were written elsewhere, drawn in the plot.

import { useReducer } from "preact/hooks";
import { Answered } from "./answered.jsx";
import { earlier, written } from "./course.js";
import { drawIn } from "./draw.js";
import { fill } from "./text.js";

const words = RAVINE_WORDS;
const merge = (state, changes) => ({ ...state, ...changes });
const boxOf = (name, { page }, site) => new URL(`${page}.html#exercise-${name.replaceAll("_", "-")}`, site.root).href;

export function Own({ site, figure: id }) {
  const { tasks, answers } = site;
  const figure = document.getElementById(id);
  const names = figure.dataset.draws.split(" ").filter((name) => Object.hasOwn(tasks, name));
  const own = names.filter((name) => written(name, tasks, answers) !== null);
  const [{ name, busy, told, answer, drawn }, change] =
    useReducer(merge, { name: own[0], busy: false, told: "", answer: null, drawn: "" });
  const draw = async () => {
    change({ busy: true, told: site.engine.ready ? "" : words.loading, drawn: "", answer: null });
    site.hear = ({ sentence }) => change({ told: sentence });
    const source = written(name, tasks, answers);
    const given = { exercise: name, source, earlier: earlier(name, source, tasks, answers) };
    const ask = (way) => site.engine.path({ ...given, ...way });
    const answer = await drawIn(name, ask, (label) => change({ drawn: fill(words.drawn, { label }) }), [figure]);
    change({ busy: false, told: "", answer, ...(answer ? {} : { drawn: words.notHere }) });
  };
  if (!own.length) {
    return (
      <>
        <p>{words.raceNone}</p>
        <ul class="ravine-parts">{names.map((one) => <li key={one}><a href={boxOf(one, tasks[one], site)}><code>{one}</code></a></li>)}</ul>
      </>
    );
  }
  return (
    <>
      <div class="ravine-tools">
        <label>{words.raceWhich}{" "}
          <select value={name} onChange={({ currentTarget }) => change({ name: currentTarget.value, answer: null, drawn: "" })}>
            {own.map((one) => <option key={one}>{one}</option>)}
          </select>
        </label>
        <button type="button" class="ravine-first" aria-disabled={busy} onClick={() => busy || draw()}>{words.draw}</button>
        {busy && <button type="button" onClick={() => site.engine.stop()}>{words.stop}</button>}
      </div>
      <div role="status" aria-live="polite">
        {busy && <p class="ravine-told">{told || words.drawing}</p>}
        {drawn && <p>{drawn}</p>}
        {!busy && !answer && !drawn && told === "" && <p class="ravine-keys">{words.raceHow}</p>}
        {answer && !answer.points.length && <Answered answer={answer} task={tasks[name]} site={site} stale goTo={() => {}} />}
      </div>
    </>
  );
}
