// The shell around every live plot: it reads the parameters from the model, calls the figure's pure `compute` when
// they change, and draws panels, legend, controls, player, summary and table.
//
// A figure is { compute, draw, summary, table, series, below, moves, layout, pace }, the last five if need be:
//   compute(p) → data                   pure, no DOM; data.last is the number of steps to play, if any
//   draw(view) → panels                 view = { p, data, step, words, shown(name), set(changes) }
//   summary(view) → sentence            what the picture shows, for everyone and for a screen reader
//   table(view) → { columns, rows }     the same data as numbers
//   series(words, view) → [{ name, label, line, mark }]  what the legend can hide; `line` where its class is not its name
//   below(view) → more                  what stands below the controls
//   moves(name, p) → boolean            whether that control moves anything now; others are not shown
//   layout                              how panels and controls are placed, a class of the style sheet
//   pace                                ms from step to step while it plays
//   check(name, text, words) → why that text cannot be taken for that parameter, or null; for what a reader types
//   walk(exercise, p) → request         what a student's own function needs to draw its path here (walk.js)
//   arrives(view) → point               where the path ends: a reader may guess it before (in a panel with `guess`)
//   asks(view) → { question, order }    who will be first at the last step: names in `order`, which a reader guesses
// Texts come from Python in `words`, where they are marked for translation.

import "../common.js";
import { render as draw } from "preact";
import { Guess, Names } from "./chart.jsx";
import { Controls, Legend, Player } from "./controls.jsx";
import { fill, format } from "./format.js";
import { Kept } from "./kept.jsx";
import { memo } from "./memo.js";
import { changeable } from "./permalink.js";
import { spelt } from "./words.js";

const SUMMARY_DELAY = 300; // ms without a change before the summary is said: a screen reader is not flooded
const FRAMES_PER_STEP = 4;
const LONGEST_PLAY = 8000; // ms

/** All that a figure's functions are told. Whether the words are spelt right, `complain` hears. */
function look(definition, get, complain, set) {
  const p = Object.fromEntries(get("parameters").map((name) => [name, get(name)]));
  const data = definition.compute(p);
  const last = data.last ?? 0;
  const hidden = get("hidden");
  return {
    p, data, last, set, hidden,
    words: spelt(get("words"), complain),
    controls: get("controls").filter(({ name }) => definition.moves?.(name, p) ?? true),
    trajectory: get("trajectory"),
    step: Math.min(get("step") ?? last, last),
    shown: (name) => !hidden.includes(name),
  };
}

/** The whole figure for one view of it. Handlers are missing in a still picture. */
export function Figure({ definition, view, id, playing = false, summary, actions = {}, said, tableOpen = false, guess = null, favourite }) {
  const { p, words, hidden, set, controls, step, last } = view;
  const guessing = guess !== null && !guess.end; // nothing may tell where the path ends
  const series = definition.series?.(words, view) ?? [];
  const names = Object.fromEntries(series.map(({ name, line = name, label }) => [line, label]));
  const asked = definition.asks?.(view);
  return (
    <div class="ravine-figure">
      {asked && <Favourite {...asked} series={series} words={words} chosen={favourite} over={step >= last} choose={actions.favour} />}
      <div class={`ravine-body ravine-body-${definition.layout ?? "beside"}`}>
        <Guess.Provider value={guess}><Names.Provider value={names}>
          <div class="ravine-stage">{definition.draw({ ...view, id, guessing })}</div>
        </Names.Provider></Guess.Provider>
        <div class="ravine-desk">
          {definition.series && <Kept of={[series, hidden]}>{() => <Legend series={series} hidden={hidden} toggle={actions.toggle} />}</Kept>}
          {last > 0 && <Player step={step} last={last} playing={playing} words={words} {...actions} />}
          <Kept of={controls.map((c) => [c, p[c.name]])}>{() =>
            <Controls controls={controls} p={p} set={set} id={id} check={(name, text) => definition.check(name, text, words)} />}</Kept>
        </div>
        {definition.below?.({ ...view, id })}
      </div>
      {guess && <p class="ravine-guessed" role="status">{guess.says}</p>}
      <p class="ravine-summary" role="status">{summary ?? definition.summary(view)}</p>
      <div class="ravine-foot">
        <details open={tableOpen} onToggle={actions.openTable}>
          <summary>{words.table}</summary>
          {tableOpen && <Table {...definition.table(view)} current={step} label={words.table} />}
        </details>
        {definition.arrives && actions.guess && (
          <button type="button" class="ravine-try" aria-pressed={guess !== null} onClick={actions.guess}>{words.guess}</button>
        )}
        {actions.reset && <button type="button" class="ravine-reset" onClick={actions.reset}>{words.reset}</button>}
        {actions.link && <button type="button" class="ravine-link" onClick={actions.link}>{said ?? words.link}</button>}
      </div>
    </div>
  );
}

/** Who will be first? The names to choose from, and when it is over whether the chosen one was. */
function Favourite({ question, order, series, words, chosen, over, choose }) {
  const named = Object.fromEntries(series.map(({ name, label }) => [name, label]));
  const place = order.indexOf(chosen) + 1;
  const answer = fill(place === 1 ? words.favouriteWon : words.favouriteLost,
    { first: named[order[0]], favourite: named[chosen], place, all: order.length });
  return (
    <div class="ravine-favourite" role="group" aria-label={question}>
      <span>{question}</span>
      {series.map(({ name, label }) => (
        <button key={name} type="button" aria-pressed={name === chosen} onClick={() => choose(name)}>{label}</button>
      ))}
      <span role="status">{over && place > 0 && answer}</span>
    </div>
  );
}

const Table = ({ columns, rows, current, label }) => (
  <div class="ravine-table" tabIndex={0} role="group" aria-label={label}>
    <table>
      <thead><tr>{columns.map((c) => <th key={c} scope="col">{c}</th>)}</tr></thead>
      <tbody>
        {rows.map((row, i) => (
          <tr key={i} aria-current={row[0] === current ? "step" : undefined}>
            {row.map((cell, j) => <td key={j}>{format(cell, 4)}</td>)}
          </tr>
        ))}
      </tbody>
    </table>
  </div>
);

const AWAITED = { favour() {}, reset() {}, link() {}, guess() {} }; // a still picture's buttons keep the place of the live figure's

/** What a page without scripts, and paper, show; with `tableOpen`, its data too. A misspelt word is an error. */
export const stillFigure = (definition, state, id, options) => (
  <Figure definition={definition} view={look(definition, (name) => state[name], misspelt)} id={id} actions={AWAITED}
    {...options} />
);

function misspelt(sentence) {
  throw new Error(sentence);
}

/**
 * A live figure in `el`, for an anywidget's or the page's model. On a page, which has an address, `permalink() → url`
 * is given, and `first`, the page's own state, which a reset brings back; `ready` is told what can be done with it.
 * Returns the function that ends it.
 */
function live(definition, { model, el, id, permalink, first, ready }) {
  const compute = memo(definition.compute, 2);
  const remembering = { ...definition, compute };
  const own = Object.fromEntries(
    changeable(model.get("parameters")).map((name) => [name, first ? first[name] : model.get(name)]));
  const ui = { playing: false, summary: undefined, said: undefined, tableOpen: false, favourite: undefined };
  let guessed = null; // { at } while a reader guesses
  let [frame, summaryTimer, saidTimer] = [0, 0, 0];
  let view;

  const set = (changes) => {
    for (const [name, value] of Object.entries(changes)) model.set(name, value);
    if (!ui.playing) model.save_changes();
  };
  const paint = () => {
    frame = 0;
    view = look(remembering, (name) => model.get(name), console.error, set);
    draw(<Figure definition={remembering} view={view} id={id} actions={actions} guess={guess()} {...ui} />, el);
  };
  const guess = () => {
    if (!guessed) return null;
    const { words, step, last } = view;
    const end = step >= last ? definition.arrives(view) : null;
    const miss = end && guessed.at && Math.hypot(...end.map((x, i) => x - guessed.at[i]));
    const says = !end ? words.guessHow : miss === null ? words.guessNone : fill(words.guessMiss, { miss, end });
    return { at: guessed.at, end, says, label: words.guessPlace, move: (at) => { guessed.at = at; repaint(); } };
  };
  const repaint = () => { frame ||= requestAnimationFrame(paint); };
  const say = () => {
    clearTimeout(summaryTimer);
    summaryTimer = setTimeout(() => { ui.summary = definition.summary(view); repaint(); }, SUMMARY_DELAY);
  };
  const changed = () => { repaint(); say(); };

  const stop = () => { ui.playing = false; model.save_changes(); repaint(); };
  const goTo = (step) => { ui.playing = false; set({ step: Math.min(step, view.last) }); };
  const run = () => {
    const begin = performance.now();
    const first = view.step >= view.last ? 0 : view.step;
    const pace = definition.pace ?? Math.min((1000 / 60) * FRAMES_PER_STEP, LONGEST_PLAY / view.last);
    const advance = (now) => {
      if (!ui.playing || !el.isConnected) return;
      const step = Math.min(first + Math.floor(Math.max(0, now - begin) / pace), view.last);
      set({ step });
      if (step >= view.last) stop();
      else requestAnimationFrame(advance);
    };
    requestAnimationFrame(advance);
  };
  const actions = {
    goTo,
    play() {
      if (ui.playing) return stop();
      if (matchMedia("(prefers-reduced-motion: reduce)").matches) return goTo(view.last);
      ui.playing = true;
      repaint();
      run();
    },
    toggle(name) {
      const hidden = model.get("hidden");
      set({ hidden: hidden.includes(name) ? hidden.filter((n) => n !== name) : [...hidden, name] });
    },
    guess() {
      guessed = guessed ? null : { at: null };
      if (guessed) goTo(0);
      repaint();
    },
    favour(name) {
      ui.favourite = name;
      goTo(0);
      actions.play();
    },
    reset() {
      Object.assign(ui, { playing: false, favourite: undefined });
      guessed = null;
      set(own);
      if (permalink && location.hash.includes("?")) history.replaceState(null, "", permalink());
    },
    link: permalink && (() => copyLink()),
    openTable(event) {
      if (ui.tableOpen === event.currentTarget.open) return;
      ui.tableOpen = event.currentTarget.open;
      repaint();
    },
  };
  const copyLink = async () => {
    const url = permalink();
    history.replaceState(null, "", url);
    const copied = await navigator.clipboard?.writeText(url).then(() => true, () => false);
    ui.said = copied ? view.words.linkCopied : view.words.linkShown;
    repaint();
    clearTimeout(saidTimer);
    saidTimer = setTimeout(() => { ui.said = undefined; repaint(); }, 4000);
  };

  if (!permalink) feelAtHome(el);
  paint();
  ui.summary = definition.summary(view);
  model.on("change", changed);
  ready?.(actions);
  return () => {
    model.off("change", changed);
    ui.playing = false;
    cancelAnimationFrame(frame);
    clearTimeout(summaryTimer);
    clearTimeout(saidTimer);
    draw(null, el);
  };
}

/** Whether what is behind an element is dark: the first ground around it that is not transparent. */
export function onDark(el) {
  for (let around = el; around; around = around.parentElement) {
    const [red, green, blue, opacity = 1] = getComputedStyle(around).backgroundColor.match(/[\d.]+/g).map(Number);
    if (opacity > 0.5) return 0.2126 * red + 0.7152 * green + 0.0722 * blue < 128;
  }
  return false;
}

/**
 * In a notebook, where no page's figure is around it: the kit's colours, light or dark as the ground on which it lies,
 * whoever the host is (JupyterLab, VS Code, Colab, marimo …), and arrow keys that Lab does not take away.
 */
function feelAtHome(el) {
  el.classList.add("ravine-lab");
  const suit = () => { el.style.colorScheme = onDark(el) ? "dark" : "light"; };
  requestAnimationFrame(suit); // once it lies there
  const observer = new MutationObserver(() => requestAnimationFrame(suit));
  for (const root of [document.documentElement, document.body]) observer.observe(root, { attributes: true });
  el.addEventListener("focusin", ({ target }) => { target.dataset.lmSuppressShortcuts = "true"; });
}

/** An anywidget's module for a figure: the same `render` in JupyterLab and on the site. */
export const figure = (definition) => ({
  definition,
  render: ({ model, el, id = uniqueId(), permalink, first, ready }) => live(definition, { model, el, id, permalink, first, ready }),
});

let figures = 0;
const uniqueId = () => `ravine-figure-${(figures += 1)}`;
