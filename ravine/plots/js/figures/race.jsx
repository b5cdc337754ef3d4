// The optimiser race. Takes surface, methods, steps, tuned, convention, settings, start, and whole: false leaves out
// what chooses and tunes the methods and the table of states.

import { contourLayer, Curve, Dots, equalUnits, Handle, Mark, Panel } from "../kit/chart.jsx";
import { conventionsOf, variantOf } from "../conventions.js";
import { Controls } from "../kit/controls.jsx";
import { figure } from "../kit/figure.jsx";
import { fill, format, formatPoint } from "../kit/format.js";
import { OPTIMISERS, race } from "../optimisers.js";
import { uniformNumbers } from "../random.js";
import { surface as makeSurface } from "../surfaces.js";

const BATCH = 8;
const SLOTS = ["one", "two", "three", "four", "five", "six", "seven"];

/**
 * A surface of the race: what Python would write, the map's middle and half width, a start, the lowest value, how the
 * contours crowd, and by what the first learning rates of methods that trust the gradient's size are smaller here.
 */
const place = (fields, middle, half, start, { lowest = 0, power = 2, slower = 1 } = {}) =>
  ({ fields, extent: equalUnits(middle, half), start, lowest, power, slower });

const SURFACES = {
  ravine: place({ name: "Quadratic", condition_number: 20, rotation: 20 }, [0, 0], 5, [-4, 1.5]),
  rosenbrock: place({ name: "Rosenbrock" }, [0, 0.75], 2.2, [-1.2, 1], { power: 5, slower: 0.002 }),
  beale: place({ name: "Beale" }, [1.5, 0], 3, [0.5, 1.5], { power: 7, slower: 0.05 }),
  himmelblau: place({ name: "Himmelblau" }, [0, 0], 5.5, [-0.5, -1], { power: 3, slower: 0.03 }),
  saddle: place({ name: "Saddle" }, [0, 0], 2.4, [1.5, 0.001], { lowest: -0.25 }),
  plateau: place({ name: "Plateau" }, [0, 0], 4, [3.5, 3]),
  noisy: place({ name: "NoisyQuadratic", condition_number: 10, rotation: 20 }, [0, 0], 5, [-4, 1.5]),
};

// --- hyperparameters: [first value, low, high, symbol, scale]

const rate = (first) => ({ lr: [first, 1e-4, 3, "α", "log"] });
const beta = { beta: [0.9, 0, 0.99, "β"] };
const moments = { beta1: [0.9, 0, 0.99, "β₁"], beta2: [0.999, 0.5, 0.9999, "β₂"] };
const HYPERPARAMETERS = {
  descent: rate(0.1),
  momentum: { ...rate(0.03), ...beta },
  nesterov: { ...rate(0.03), ...beta },
  nesterovRewritten: { ...rate(0.03), ...beta },
  sign: rate(0.05),
  rprop: rate(0.1),
  normalised: rate(0.1),
  adagrad: rate(0.5),
  rmsprop: { ...rate(0.05), rho: [0.9, 0, 0.999, "ρ"] },
  adadelta: { rho: [0.9, 0, 0.999, "ρ"], eps: [1e-3, 1e-8, 1, "ε", "log"] },
  adam: { ...rate(0.1), ...moments },
  adamax: { ...rate(0.1), ...moments },
  nadam: { ...rate(0.1), ...moments },
  radam: { ...rate(0.1), ...moments },
  lookahead: { ...rate(0.3), k: [5, 1, 20, "k"], alpha: [0.5, 0, 1, "α"] },
  lookaheadFitted: { ...rate(0.3), k: [5, 1, 20, "k"] },
  cyclical: { lowest: [0.01, 1e-4, 3, "α", "log"], highest: [0.5, 1e-4, 3, "α", "log"], k: [20, 1, 100, "k"] },
};

const TRUST_SIZE = ["descent", "momentum", "nesterov", "nesterovRewritten", "lookahead", "lookaheadFitted", "cyclical"];
const LEARNING_RATES = ["lr", "lowest", "highest"];

/** A link may name a method that there is not. */
const tunedIn = ({ tuned }) => (Object.hasOwn(OPTIMISERS, tuned) ? tuned : "adam");

const within = ([low, high], x) => Math.min(Math.max(x, low), high);

/** A method's hyperparameters: those of `settings` that are numbers, within their range, and the first values. */
function hyperparameters(name, { settings, surface }) {
  const given = settings?.[name] ?? {};
  const slower = TRUST_SIZE.includes(name) ? SURFACES[surface].slower : 1;
  return Object.fromEntries(Object.entries(HYPERPARAMETERS[name]).map(([h, [first, low, high]]) => {
    const firstHere = LEARNING_RATES.includes(h) ? Number((slower * first).toPrecision(3)) : first;
    const value = within([low, high], Number.isFinite(given[h]) ? given[h] : firstHere);
    return [h, h === "k" ? Math.round(value) : value];
  }));
}

/** The gradient function of step t: the whole surface's, or a mini-batch's, drawn from the same seed at every run. */
function gradients({ centres, gradient }, steps) {
  if (!centres) return () => gradient;
  const uniform = uniformNumbers(1);
  const batches = Array.from({ length: steps }, () =>
    Array.from({ length: BATCH }, () => Math.floor(uniform() * centres.length)));
  return (t) => (w) => gradient(w, batches[t - 1]);
}

const inside = ({ x, y }, point) => point && within(x, point[0]) === point[0] && within(y, point[1]) === point[1];

export function compute(p) {
  const { surface, methods, steps, convention, start } = p;
  const tuned = tunedIn(p);
  const { fields, extent, start: ownStart, lowest } = SURFACES[surface];
  const ground = makeSurface(fields);
  const from = inside(extent, start) ? start : ownStart;
  const least = fields.name === "NoisyQuadratic" ? ground.value([0, 0]) : lowest;
  const value = (w) => ground.value(w) - least;
  const gradientAt = gradients(ground, steps);
  const run = (racer, name) => race(racer, from, hyperparameters(name, p), steps, value, gradientAt);
  const variant = variantOf(tuned, convention);
  return {
    last: steps, from,
    runs: Object.keys(OPTIMISERS).filter((name) => methods.includes(name)).slice(0, SLOTS.length)
      .map((name, i) => ({ name, slot: SLOTS[i], ...run(OPTIMISERS[name], name) })),
    variant: variant && { name: tuned, slot: "variant", formula: variant.formula, ...run(variant.racer, tuned) },
  };
}

const label = ({ name, slot }, { words, p }) =>
  slot === "variant" ? fill(words.variant, { method: words[name], convention: p.convention }) : words[name];

const racers = ({ runs, variant }) => [...runs, ...(variant ? [variant] : [])];

const contours = contourLayer(makeSurface);

function drawMap({ p, data, step, words, set, shown, trajectory }) {
  const { fields, extent, power } = SURFACES[p.surface];
  return (
    <Panel key="map" class="ravine-panel" extent={extent} title={words.map} role="group" xLabel="w₁" yLabel="w₂"
      over={(s) => <Handle point={data.from} s={s} label={words.start} onMove={(start) => set({ start })} />}>
      {(s) => [
        contours(fields, extent, power),
        racers(data).filter(({ slot }) => shown(slot)).map(({ slot, path }) => [
          <Curve points={path.slice(0, step + 1)} s={s} series={slot} />,
          <Mark point={path[step]} s={s} series={slot} hollow={slot === "variant"} />,
        ]),
        trajectory && shown("yours") && [
          <Curve points={trajectory} s={s} series="yours" />,
          <Dots points={trajectory} s={s} series="yours" />,
        ],
      ]}
    </Panel>
  );
}

/** The axis of the losses, in steps of two decades: from the lowest to the first, as far as they are of interest. */
function lossesShown(runs) {
  const decade = (loss, round) => 100 ** round(Math.log10(loss) / 2);
  const losses = runs.flatMap(({ loss }) => loss.filter((value) => value > 0));
  return [within([1e-8, 1e-2], decade(Math.min(...losses), Math.floor)), within([1, 1e6], decade(runs[0]?.loss[0] ?? 1, Math.ceil))];
}

function drawLoss({ p, data, step, words, shown, trajectory }) {
  const { fields, lowest } = SURFACES[p.surface];
  const extent = { x: [0, p.steps], y: lossesShown(racers(data)), width: 380, height: 320, log: true };
  const curve = (losses) => losses.map((loss, t) => [t, Math.max(loss, 1e-300)]);
  return (
    <Panel key="loss" class="ravine-panel" extent={extent} title={words.loss} xLabel={words.stepsAxis} yLabel="L">
      {(s) => [
        racers(data).filter(({ slot }) => shown(slot)).map(({ slot, loss }) => [
          <Curve points={curve(loss).slice(0, step + 1)} s={s} series={slot} />,
          <Mark point={curve(loss)[step]} s={s} series={slot} hollow={slot === "variant"} />,
        ]),
        trajectory && shown("yours") &&
          <Curve points={curve(trajectory.map((w) => makeSurface(fields).value(w) - lowest))} s={s} series="yours" />,
      ]}
    </Panel>
  );
}

const control = (name, label, [, low, high, symbol, scale = "linear"]) =>
  ({ kind: "slider", name, label, symbol, unit: "", low, high, scale, step: name === "k" ? 1 : high > 2 ? 0.1 : 0.001 });

/** A formula with the term between [[ and ]] marked. */
const Formula = ({ text }) => (
  <span class="ravine-formula">
    {text.split(/\[\[|\]\]/).map((part, i) => (i % 2 ? <mark key={i}>{part}</mark> : part))}
  </span>
);

/** Which method is tuned, its hyperparameters, and the convention that is drawn beside the course's. */
function drawTuning({ p, data, words, set, id }) {
  const tuned = tunedIn(p);
  const offered = conventionsOf(tuned);
  const tune = (changes) =>
    set({ settings: { ...p.settings, [tuned]: { ...p.settings?.[tuned], ...changes } } });
  return (
    <div key="tuning" class="ravine-tuning">
      <label>{words.tune}{" "}
        <select value={tuned} onChange={(event) => set({ tuned: event.currentTarget.value, convention: "course" })}>
          {Object.keys(OPTIMISERS).map((name) => <option key={name} value={name}>{words[name]}</option>)}
        </select>
      </label>
      {offered.length > 0 && (
        <label>{words.convention}{" "}
          <select value={data.variant ? p.convention : "course"} onChange={(event) => set({ convention: event.currentTarget.value })}>
            <option value="course">{words.course}</option>
            {offered.map((name) => <option key={name} value={name}>{name}</option>)}
          </select>
        </label>
      )}
      <Controls controls={Object.entries(HYPERPARAMETERS[tuned]).map(([name, about]) =>
        control(name, words[name === "k" && tuned === "cyclical" ? "halfCycle" : name], about))}
        p={hyperparameters(tuned, p)} set={tune} id={`${id}-tuning`} />
      {data.variant && <p class="ravine-differs">{words.differs} <Formula text={data.variant.formula} /></p>}
    </div>
  );
}

const stateText = (state) =>
  Object.entries(state).filter(([, x]) => x).map(([name, x]) => `${name} = ${formatPoint(x)}`).join(", ") || "–";

const drawStates = (view) => (
  <div key="states" class="ravine-table ravine-states" tabIndex={0} role="region" aria-label={view.words.states}>
    <table>
      <thead><tr>{[view.words.method, "w", view.words.lossColumn, view.words.state].map((c) => <th key={c} scope="col">{c}</th>)}</tr></thead>
      <tbody>
        {racers(view.data).map((run) => (
          <tr key={run.slot}>
            <th scope="row">{label(run, view)}</th>
            <td>{formatPoint(run.path[view.step])}</td>
            <td>{format(run.loss[view.step])}</td>
            <td>{stateText(run.states[view.step])}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </div>
);

const draw = (view) => [drawMap(view), drawLoss(view)];
const below = (view) => view.p.whole && [drawTuning(view), drawStates(view)];
const moves = (name, { whole }) => whole || name === "surface";

function summary(view) {
  const { data, step, words, p } = view;
  const place = (run) => {
    const loss = run.loss[step];
    return fill(loss < 1e6 ? words.place : words.gone, { method: label(run, view), loss });
  };
  const order = racers(data).sort((a, b) => (a.loss[step] - b.loss[step]) || 0);
  if (!order.length) return words.nobody;
  return fill(words.summary, { step, surface: words[`on-${p.surface}`], places: order.map(place).join("; ") });
}

const table = (view) => {
  const all = racers(view.data);
  return {
    columns: [view.words.stepColumn, ...all.flatMap((run) =>
      ["w₁", "w₂", view.words.lossColumn].map((what) => `${what}, ${label(run, view)}`))],
    rows: Array.from({ length: view.data.last + 1 }, (_, t) => [t, ...all.flatMap(({ path, loss }) => [...path[t], loss[t]])]),
  };
};

const series = (words, { data, p, trajectory }) => [
  ...racers(data).map((run) => ({ name: run.slot, label: label(run, { words, p }) })),
  ...(trajectory ? [{ name: "yours", label: words.yours }] : []),
];

export default figure({ compute, draw, below, summary, table, series, moves, layout: "race" });
