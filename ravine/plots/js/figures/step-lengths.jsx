// Step lengths: the path of a method over the mean of twenty examples' losses, by batches, beside the length of every
// step of each weight.
// Takes method, batch_size, learning_rate, examples ("skewed" | "scattered"), condition_number, rotation, start, steps.

import { contourLayer, Curve, Dots, equalUnits, Handle, Mark, Panel } from "../kit/chart.jsx";
import { figure } from "../kit/figure.jsx";
import { fill } from "../kit/format.js";
import { ownPath, withOwnPath } from "../kit/own-path.jsx";
import { inPython, methodOf } from "../kit/walk.js";
import { firstNumbers, OPTIMISERS } from "../optimisers.js";
import { normalNumbers, uniformNumbers } from "../random.js";
import { surface as makeSurface } from "../surfaces.js";
import { each, norm, scale, subtract } from "../vectors.js";

export const EXAMPLES = 20;
const SEED = 5;
const RECENT = 20; // steps, of which the summary gives the mean length

const mean = (points) => scale(1 / points.length, points.reduce((sum, p) => each((a, b) => a + b, sum, p)));

/** The examples' minima, [20][2], with mean 0: scattered, or eighteen near one point and two far on the other side. */
export function centres(kind) {
  const normal = normalNumbers(SEED);
  const spread = kind === "skewed" ? 0.1 : 1;
  const points = Array.from({ length: EXAMPLES }, (_, i) => {
    const middle = kind === "skewed" ? (i < 18 ? -0.4 : 3.6) : 0;
    return [middle + spread * normal(), middle + spread * normal()];
  });
  const middle = mean(points);
  return points.map((p) => subtract(p, middle));
}

/** A function that returns the next batch of examples at every call: shuffled, every example once an epoch. */
function batches(points, size) {
  const uniform = uniformNumbers(SEED);
  let rest = [];
  return () => {
    const batch = [];
    while (batch.length < size) {
      if (!rest.length) rest = [...points];
      batch.push(...rest.splice(Math.floor(uniform() * rest.length), 1));
    }
    return batch;
  };
}

export function compute({ method, batch_size, learning_rate, examples, condition_number, rotation, start, steps }) {
  const { gradient } = makeSurface({ name: "Quadratic", condition_number, rotation });
  const points = centres(examples);
  const next = batches(points, batch_size);
  const h = { ...firstNumbers(method), lr: learning_rate };
  let now = OPTIMISERS[method].start(start, h);
  const path = [start];
  for (let t = 1; t <= steps; t += 1) {
    const middle = mean(next());
    now = OPTIMISERS[method].step(now, t, (w) => gradient(subtract(w, middle)), h);
    path[t] = now[0];
  }
  const lengths = path.slice(1).map((w, k) => each((a, b) => Math.abs(a - b), w, path[k]));
  return { last: steps, path, lengths, points };
}

const contours = contourLayer(makeSurface);
const MAP = equalUnits([0, 0], 5);

function drawMap({ p, data, step, words, shown, set, trajectory }) {
  const path = data.path.slice(0, step + 1);
  const surface = { name: "Quadratic", condition_number: p.condition_number, rotation: p.rotation };
  return (
    <Panel key="map" class="ravine-panel" guess extent={MAP} title={words.map} role="group" xLabel="w₁" yLabel="w₂"
      over={(s) => <Handle point={p.start} s={s} label={words.start} onMove={(start) => set({ start })} />}>
      {(s) => [
        contours(surface, MAP),
        shown("examples") && <Dots points={data.points} s={s} series="examples" />,
        shown("path") && <Curve points={path} s={s} series={p.method} />,
        shown("path") && <Dots points={path} s={s} series={p.method} />,
        ownPath({ trajectory, shown, step }, s),
        shown("path") && <Mark point={path[step]} s={s} series={p.method} r={6} />,
      ]}
    </Panel>
  );
}

const [SHORTEST, LONGEST] = [1e-7, 10];

function drawLengths({ p, data, step, words, shown }) {
  const extent = { x: [0, p.steps], y: [SHORTEST, LONGEST], log: true, width: 380, height: 320 };
  const within = (x) => Math.min(Math.max(x, SHORTEST / 10), LONGEST * 10);
  const curve = (axis) => data.lengths.slice(0, step).map((both, k) => [k + 1, within(both[axis])]);
  return (
    <Panel key="lengths" class="ravine-panel" named extent={extent} title={words.lengths} xLabel={words.stepAxis} yLabel={words.length}>
      {(s) => [
        shown("first-weight") && <Curve points={curve(0)} s={s} series="first-weight" />,
        shown("second-weight") && <Curve points={curve(1)} s={s} series="second-weight" />,
      ]}
    </Panel>
  );
}

const draw = (view) => [drawMap(view), drawLengths(view)];

function summary({ data, step, words }) {
  const recent = data.lengths.slice(Math.max(step - RECENT, 0), step);
  const [first, second] = recent.length ? mean(recent) : [0, 0];
  return fill(words.summary, { step, place: data.path[step], distance: norm(data.path[step]), recent: recent.length, first, second });
}

const table = ({ data: { path, lengths }, words }) => ({
  columns: [words.stepColumn, "w₁", "w₂", words.first, words.second],
  rows: path.map((w, k) => [k, ...w, ...(k ? lengths[k - 1] : ["–", "–"])]),
});

const series = (words, { p }) => [
  { name: "path", line: p.method, label: words.path },
  { name: "examples", label: words.examplesLabel, mark: "dot" },
  { name: "first-weight", label: words.first },
  { name: "second-weight", label: words.second },
];

/** Over all examples: their mean lies at 0. A batch's gradient no step function can be told. */
function walk(exercise, { batch_size, learning_rate: lr, condition_number, rotation, start, steps }) {
  if (batch_size < EXAMPLES) return null;
  const parameters = inPython({ ...firstNumbers(methodOf(exercise)), lr });
  return { surface: { name: "Quadratic", condition_number, rotation }, start, steps, parameters };
}

export default figure(withOwnPath({ compute, walk, draw, summary, table, series, arrives: ({ data }) => data.path.at(-1) }));
