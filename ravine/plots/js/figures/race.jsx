// The optimiser race. Takes surface, methods, steps, cut and longest (gradients), edge (whether to show how near each
// racer is to its edge of stability), tuned, convention, settings, start, and
// whole: false leaves out what chooses and tunes the methods and the table of states.

import { AtLeisure } from "../kit/at-leisure.jsx";
import { contourLayer, Curve, equalUnits, Handle, Mark, Panel } from "../kit/chart.jsx";
import { Columns } from "../columns.js";
import { conventionsOf, variantOf } from "../conventions.js";
import { Controls } from "../kit/controls.jsx";
import { figure } from "../kit/figure.jsx";
import { fill, format, formatPoint } from "../kit/format.js";
import { Kept } from "../kit/kept.jsx";
import { inPython, methodOf } from "../kit/walk.js";
import { clipByGlobalNorm, cosineLearningRate, linearLearningRate } from "../methods.js";
import { METHODS, OPTIMISERS, race } from "../optimisers.js";
import { uniformNumbers } from "../random.js";
import { hasEdge, nearness } from "../stability.js";
import { surface as makeSurface } from "../surfaces.js";

const BATCH = 8;

/**
 * A surface of the race: what Python would write, the map's middle and half width, a start, the lowest value, how the
 * contours crowd, and by what the first learning rates of methods that trust the gradient's size are smaller here.
 */
const place = (fields, middle, half, start, { lowest = 0, power = 2, slower = 1 } = {}) =>
  ({ fields, extent: equalUnits(middle, half), start, lowest, power, slower });

const SURFACES = {
  ravine: place({ name: "Quadratic", condition_number: 20, rotation: 20 }, [0, 0], 5, [-4, 1.5]),
  rosenbrock: place({ name: "Rosenbrock" }, [0, 0.75], 2.2, [-1.2, 1], { power: 5, slower: 0.004 }),
  beale: place({ name: "Beale" }, [1.5, 0], 3, [0.5, 1.5], { power: 7, slower: 0.05 }),
  himmelblau: place({ name: "Himmelblau" }, [0, 0], 5.5, [-0.5, -1], { power: 3, slower: 0.03 }),
  saddle: place({ name: "Saddle" }, [0, 0], 2.4, [1.5, 0.001], { lowest: -0.25 }),
  plateau: place({ name: "Plateau" }, [0, 0], 4, [3.5, 3]),
  noisy: place({ name: "NoisyQuadratic", condition_number: 10, rotation: 20 }, [0, 0], 5, [-4, 1.5]),
};

/** A link may name a method that there is not. */
const tunedIn = ({ tuned }) => (Object.hasOwn(OPTIMISERS, tuned) ? tuned : "adam");

const within = ([low, high], x) => Math.min(Math.max(x, low), high);

/** A method's hyperparameters: those of `settings` that are numbers, within their range, and the first values. */
function hyperparameters(name, { settings, surface }) {
  const given = settings?.[name] ?? {};
  const { numbers, trustsSize } = METHODS[name];
  const slower = trustsSize ? SURFACES[surface].slower : 1;
  return Object.fromEntries(Object.entries(numbers).map(([h, { first, low, high, whole, is_rate }]) => {
    const firstHere = is_rate ? Number((slower * first).toPrecision(3)) : first;
    const value = within([low, high], Number.isFinite(given[h]) ? given[h] : firstHere);
    return [h, whole ? Math.round(value) : value];
  }));
}

/** What share of its learning rates a method has at step t = 1, 2, …; a link may name a schedule that there is not. */
const SCHEDULES = { constant: () => 1, linear: linearLearningRate, cosine: cosineLearningRate };
const scheduleIn = ({ schedule }) => (Object.hasOwn(SCHEDULES, schedule) ? schedule : "constant");

const withRates = (name, h, share) =>
  Object.fromEntries(Object.entries(h).map(([key, x]) => [key, METHODS[name].numbers[key].is_rate ? share * x : x]));

/** A method's hyperparameters at step t. */
function hyperparametersAt(name, p) {
  const [first, schedule] = [hyperparameters(name, p), scheduleIn(p)];
  if (schedule === "constant") return () => first;
  return (t) => withRates(name, first, SCHEDULES[schedule](t - 1, 0, 1, p.steps));
}

/** The gradient function of step t: the whole surface's, or a mini-batch's, drawn from the same seed at every run. */
function gradients({ centres, gradient: whole }, { steps, cut, longest }) {
  const gradient = cut ? (...at) => clipByGlobalNorm([whole(...at)], longest)[0][0] : whole;
  if (!centres) return () => gradient;
  const uniform = uniformNumbers(1);
  const batches = Array.from({ length: steps }, () =>
    Array.from({ length: BATCH }, () => Math.floor(uniform() * centres.length)));
  return (t) => (w) => gradient(w, batches[t - 1]);
}

/** How near a run is to its edge at each step, as if no gradient were cut. */
function nearnessOf({ path, loss, states }, name, h, { hessian }) {
  const asked = (t) => states[t].y ?? path.at(t); // Schedule-Free asks for the gradient beside its mean
  return loss.map((_, t) => (t ? nearness(name, h(t), t, states[t], states[t - 1], hessian(asked(t - 1))) : null));
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
  const gradientAt = gradients(ground, p);
  const run = (racer, name, more) => {
    const h = hyperparametersAt(name, p);
    const found = Object.assign(race(racer, from, h, steps, value, gradientAt), more);
    if (p.edge && more.series === name) found.near = hasEdge(name) ? nearnessOf(found, name, h, ground) : null;
    return found;
  };
  const variant = variantOf(tuned, convention);
  return {
    last: steps, from, value,
    runs: Object.keys(METHODS).filter((name) => methods.includes(name))
      .map((name) => run(OPTIMISERS[name], name, { name, series: name })),
    variant: variant && run(variant.racer, tuned, { name: tuned, series: "variant", formula: variant.formula }),
  };
}

/** All that race: the methods chosen, the other convention, and a path of one's own, as far as the race goes. */
function racers({ data: { runs, variant, value, last }, trajectory }) {
  const points = trajectory?.slice(0, last + 1);
  const own = points?.length > 0 && { series: "yours", path: Columns.of(points), loss: points.map(value), stateAt: () => ({}), all: trajectory.length - 1 };
  return [...runs, variant, own].filter(Boolean);
}

/** A racer's name; of a path that is longer than the race, how much of it takes part. */
function label({ name, series, path, all }, { words, p }) {
  if (series === "variant") return fill(words.variant, { method: words[name], convention: p.convention });
  if (series !== "yours") return words[name];
  return all < path.length ? words.yours : fill(words.yoursInPart, { steps: path.length - 1, all });
}

/** Where a racer is at a step; a path of one's own may have come to its end before. */
const reached = ({ path }, step) => Math.min(step, path.length - 1);

/** Points that a racer keeps beside its weights, drawn thinly: Schedule-Free's, which runs, and where it asks. */
const besides = ({ name, series }) =>
  (name === "scheduleFree" ? ["z", "y"] : []).map((point) => [`${series}-${point}`, point]);

/** The square |w| ≤ 1/δ that a decay δ draws the weights into, where a step is no longer than α. */
function Box({ name, series }, p, s) {
  const { decay } = hyperparameters(name, p);
  if (!decay) return null;
  const [low, high] = [-1 / decay, 1 / decay];
  return <Curve points={[[low, low], [high, low], [high, high], [low, high], [low, low]]} s={s} series={`beside ravine-${series}`} />;
}

const thin = (run, step, s, shown) => besides(run).filter(([series]) => shown(series)).map(([series, point]) =>
  <Curve points={run.states.slice(0, step + 1).map((state) => state[point])} s={s} series={`beside ravine-${series}`} />);

/** A racer's curve through the points up to the step, and its mark there. The other convention has its method's colour. */
function trail(run, points, step, s) {
  const series = run.series === "variant" ? `variant ravine-${run.name}` : run.series;
  const here = reached(run, step);
  return [
    <Curve points={points.first(here + 1)} s={s} series={series} />,
    <Mark point={points.at(here)} s={s} series={series} hollow={run.series === "variant"} />,
  ];
}

const contours = contourLayer(makeSurface);

function drawMap(view) {
  const { p, data, step, words, set, shown } = view;
  const { fields, extent, power } = SURFACES[p.surface];
  return (
    <Panel key="map" class="ravine-panel" named extent={extent} title={words.map} role="group" xLabel="w₁" yLabel="w₂"
      over={(s) => <Handle point={data.from} s={s} label={words.start} onMove={(start) => set({ start })} />}>
      {(s) => [
        contours(fields, extent, power),
        data.runs.filter(({ name }) => METHODS[name].numbers.decay && shown(name)).map((run) => Box(run, p, s)),
        racers(view).map((run) => thin(run, step, s, shown)),
        racers(view).filter(({ series }) => shown(series)).map((run) => trail(run, run.path, step, s)),
      ]}
    </Panel>
  );
}

/** The axis of the losses, in steps of two decades: from the lowest to the first, as far as they are of interest. */
function lossesShown(runs) {
  const decade = (loss, round) => 100 ** round(Math.log10(loss) / 2);
  let least = Infinity;
  for (const { loss } of runs) for (const value of loss) if (value > 0 && value < least) least = value;
  return [within([1e-8, 1e-2], decade(least, Math.floor)), within([1, 1e6], decade(runs[0]?.loss[0] ?? 1, Math.ceil))];
}

function drawLoss(view) {
  const { p, step, words, shown } = view;
  const all = racers(view);
  const extent = { x: [0, p.steps], y: lossesShown(all), width: 380, height: 320, log: true };
  const curve = ({ loss }) => new Columns(loss.map((_, t) => t), loss.map((value) => Math.max(value, 1e-300)));
  return (
    <Panel key="loss" class="ravine-panel" named extent={extent} title={words.loss} xLabel={words.stepsAxis} yLabel="L">
      {(s) => all.filter(({ series }) => shown(series)).map((run) => trail(run, curve(run), step, s))}
    </Panel>
  );
}

/** The axis of the nearness, in decades: the edge, at 1, with what is below and above it. */
function nearnessShown(runs) {
  const all = runs.flatMap(({ near }) => near.filter((x) => x > 0 && x < Infinity));
  const decade = (x, round) => 10 ** round(Math.log10(x));
  return [within([1e-4, 0.1], decade(Math.min(0.1, ...all), Math.floor)), within([10, 1e4], decade(Math.max(10, ...all), Math.ceil))];
}

function drawEdge(view) {
  const { p, step, words, shown } = view;
  const near = racers(view).filter((run) => run.near);
  const extent = { x: [0, p.steps], y: nearnessShown(near), width: 380, height: 230, log: true };
  const curve = (run) => run.near.slice(1).map((x, i) => [i + 1, Math.max(x, 1e-300)]);
  return (
    <Panel key="edge" class="ravine-panel" extent={extent} title={words.edgeTitle} xLabel={words.stepsAxis} yLabel={words.edgeAxis}>
      {(s) => [
        shown("stability") && <Curve points={[[0, 1], [p.steps, 1]]} s={s} series="stability" />,
        near.filter(({ series }) => shown(series)).map((run) =>
          <Curve points={curve(run).slice(0, step)} s={s} series={run.series} />),
      ]}
    </Panel>
  );
}

const control = (name, label, { low, high, symbol, scale, whole }) =>
  ({ kind: "slider", name, label, symbol, unit: "", low, high, scale, step: whole ? 1 : 0.001 });

/** A formula with the term between [[ and ]] marked. */
const marked = (text) => text.split(/\[\[|\]\]/).map((part, i) => (i % 2 ? <mark key={i}>{part}</mark> : part));

/** One assignment a line. */
const Formula = ({ text }) => (
  <span class="ravine-formula">{text.split(/(?<=, {2})/).map((one) => <span key={one}>{marked(one)}</span>)}</span>
);

/** Which method is tuned, its hyperparameters, and the convention that is drawn beside the course's. */
function drawTuning({ p, data, words, set, id }) {
  const tuned = tunedIn(p);
  const offered = conventionsOf(tuned);
  const tune = (changes) =>
    set({ settings: { ...p.settings, [tuned]: { ...p.settings?.[tuned], ...changes } } });
  return (
    <div class="ravine-tuning">
      <label>{words.tune}{" "}
        <select value={tuned} onChange={(event) => set({ tuned: event.currentTarget.value, convention: "course" })}>
          {Object.keys(METHODS).map((name) => <option key={name} value={name}>{words[name]}</option>)}
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
      <label>{words.schedule}{" "}
        <select value={scheduleIn(p)} onChange={(event) => set({ schedule: event.currentTarget.value })}>
          {Object.keys(SCHEDULES).map((name) => <option key={name} value={name}>{words[`rates-${name}`]}</option>)}
        </select>
      </label>
      <Controls controls={Object.entries(METHODS[tuned].numbers).map(([name, about]) =>
        control(name, words[`number-${name}`], about))}
        p={hyperparameters(tuned, p)} set={tune} id={`${id}-tuning`} />
      {data.variant && <p class="ravine-differs">{words.differs} <Formula text={data.variant.formula} /></p>}
    </div>
  );
}

/** A racer's memory, one array a line. */
const State = ({ state }) => {
  const known = Object.entries(state).filter(([, x]) => x);
  return known.length ? known.map(([name, x]) => <span key={name}>{name} = {formatPoint(x)}</span>) : "–";
};

// A phone shows the cells of a row one below the other: roles that the rows and cells would lose with their display.
const drawStates = (view) => (
  <div class="ravine-table ravine-states" tabIndex={0} role="group" aria-label={view.words.states}>
    <table role="table">
      <thead role="rowgroup">
        <tr role="row">
          {[view.words.method, "w", view.words.lossColumn, view.words.state].map((c) => <th key={c} role="columnheader">{c}</th>)}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {racers(view).map((run) => (
          <tr key={run.series} role="row">
            <th role="rowheader">{label(run, view)}</th>
            <td role="cell">{formatPoint(run.path.at(reached(run, view.step)))}</td>
            <td role="cell">{format(run.loss[reached(run, view.step)])}</td>
            <td role="cell"><State state={run.stateAt(view.step)} /></td>
          </tr>
        ))}
      </tbody>
    </table>
  </div>
);

const draw = (view) => [drawMap(view), drawLoss(view), view.p.edge && drawEdge(view)];
const below = (view) => view.p.whole && [
  <Kept key="tuning" of={{ ...view.p, start: null }}>{() => drawTuning(view)}</Kept>,
  <AtLeisure key="states">{() => drawStates(view)}</AtLeisure>,
];
const moves = (name, { whole, cut }) => (whole ? name !== "longest" || cut : name === "surface");

/** The racers at a step, the lowest loss first. */
const ranked = (view, step) =>
  racers(view).sort((a, b) => (a.loss[reached(a, step)] - b.loss[reached(b, step)]) || 0);

const asks = (view) => !view.p.whole && {
  question: view.words.favourite,
  order: ranked(view, view.data.last).map(({ series }) => series),
};

function summary(view) {
  const { step, words, p } = view;
  const lossOf = (run) => run.loss[reached(run, step)];
  const place = (run) => {
    const loss = lossOf(run);
    return fill(loss < 1e6 ? words.place : words.gone, { method: label(run, view), loss });
  };
  const order = ranked(view, step);
  if (!order.length) return words.nobody;
  const places = fill(words.summary, { step, surface: words[`on-${p.surface}`], places: order.map(place).join("; ") });
  return [places, ...(p.edge ? edges(view) : [])].join(" ");
}

/** Who is beyond the edge of stability at the step shown, and who has none. */
function edges(view) {
  const { step, words, data: { runs } } = view;
  const names = (chosen) => chosen.map((run) => label(run, view)).join(", ");
  const [beyond, without] = [runs.filter(({ near }) => near?.[step] >= 1), runs.filter(({ near }) => !near)];
  return [
    step > 0 && (beyond.length ? fill(words.beyond, { names: names(beyond) }) : words.beyondNobody),
    without.length > 0 && fill(words.edgeless, { names: names(without) }),
  ].filter(Boolean);
}

const table = (view) => {
  const all = racers(view);
  return {
    columns: [view.words.stepColumn, ...all.flatMap((run) =>
      ["w₁", "w₂", view.words.lossColumn, ...(run.near ? [view.words.edgeAxis] : [])].map((what) => `${what}, ${label(run, view)}`))],
    rows: Array.from({ length: view.data.last + 1 }, (_, t) =>
      [t, ...all.flatMap(({ path, loss, near }) =>
        [...(t < path.length ? [...path.at(t), loss[t]] : ["", "", ""]), ...(near ? [near[t] ?? ""] : [])])]),
  };
};

/** A racer's entry in the legend, and those of the points beside its weights. */
const entries = (run, { words, p }) => [
  { name: run.series, line: run.series === "variant" ? `variant ravine-${run.name}` : run.series, label: label(run, { words, p }) },
  ...besides(run).map(([series], i) => ({ name: series, line: `beside ravine-${series}`, label: `${words[["running", "asked"][i]]}, ${label(run, { words, p })}` })),
];

const series = (words, { data, p, trajectory }) => [
  ...racers({ data, trajectory }).flatMap((run) => entries(run, { words, p })),
  ...(p.edge ? [{ name: "stability", label: words.edgeLine }] : []),
];

/** Where every racer starts, with the numbers of the exercise's method; cut or mini-batch gradients no step is told. */
function walk(exercise, p) {
  const { fields, extent, start: ownStart } = SURFACES[p.surface];
  if (p.cut || fields.name === "NoisyQuadratic") return null;
  const parameters = inPython(hyperparameters(methodOf(exercise), p));
  return { surface: fields, start: inside(extent, p.start) ? p.start : ownStart, steps: p.steps, parameters };
}

export default figure({ compute, walk, draw, below, summary, table, series, moves, asks, layout: "race" });
