// What each adaptive method makes of a given sequence of gradients of one weight: its steps in units of the learning
// rate, and where they lead.
// Takes gradients ("steady" | "noise" | "turns" | "hinton" | "outlier" | "growing"), size, beta2, steps.

import { Curve, Mark, Panel } from "../kit/chart.jsx";
import { figure } from "../kit/figure.jsx";
import { fill } from "../kit/format.js";
import { OPTIMISERS, racer } from "../optimisers.js";
import { normalNumbers } from "../random.js";
import { average, each, square } from "../vectors.js";

const BETA1 = 0.9;
const SEED = 4;

/** The gradients of steps t = 1 … steps. */
export const GRADIENTS = {
  steady: () => () => 1,
  noise() {
    const normal = normalNumbers(SEED);
    return () => normal();
  },
  turns: () => (t) => (t % 2 ? 1 : -1),
  hinton: () => (t) => (t % 10 ? 0.1 : -0.9),
  outlier: (steps) => (t) => (t === Math.round(steps / 4) ? 100 : 1),
  growing: (steps, beta2) => (t) => (t > steps / 2 ? 1e-3 * (beta2 / BETA1) ** (t - steps / 2) : 0),
};

/** Adam as the lecture P4 simplifies it: neither mean is corrected. */
const UNCORRECTED = racer(["m", "v"], ([w, m, v], t, gradFn, { lr, beta1, beta2 }) => {
  const grad = gradFn(w);
  m = average(beta1, m, grad);
  v = average(beta2, v, square(grad));
  return [each((w, m, v) => w - (lr * m) / (Math.sqrt(v) + 1e-8), w, m, v), m, v];
});
const NAMES = ["sign", "rmsprop", "adagrad", "adam", "uncorrected", "adamax", "nadam", "radam"];

/** Where a method goes from 0 at the learning rate 1, step by step. */
function path(name, gradients, beta2) {
  const { start, step } = name === "uncorrected" ? UNCORRECTED : OPTIMISERS[name];
  const h = { lr: 1, rho: 0.9, beta1: BETA1, beta2 };
  let now = start([0], h);
  return [0, ...gradients.map((g, i) => {
    now = step(now, i + 1, () => [g], h);
    return now[0][0];
  })];
}

export function compute({ gradients: kind, size, beta2, steps }) {
  const next = GRADIENTS[kind](steps, beta2);
  const gradients = Array.from({ length: steps }, (_, i) => size * next(i + 1));
  const paths = Object.fromEntries(NAMES.map((name) => [name, path(name, gradients, beta2)]));
  const moved = Object.fromEntries(NAMES.map((name) => [name, paths[name].slice(1).map((w, i) => w - paths[name][i])]));
  return { last: steps, gradients, paths, moved };
}

const [SHORTEST, LONGEST] = [1e-3, 100];

const [RESTLESS, RECENT] = [["noise", "hinton"], 40];

/** The steps whose lengths are shown: all, or the last ones where they change from step to step. */
const window = ({ gradients, steps }, step) =>
  RESTLESS.includes(gradients) ? [Math.max(0, step - RECENT), Math.max(step, Math.min(RECENT, steps))] : [0, steps];

function drawLengths({ p, data, step, words, shown }) {
  const extent = { x: window(p, step), y: [SHORTEST, LONGEST], log: true, width: 380, height: 320 };
  const within = (x) => Math.min(Math.max(Math.abs(x), SHORTEST / 10), LONGEST * 10);
  const points = (name) => data.moved[name].slice(0, step).map((d, i) => [i + 1, within(d)]);
  return (
    <Panel key="lengths" class="ravine-panel" named extent={extent} title={words.lengths} xLabel={words.stepAxis} yLabel={words.length}>
      {(s) => NAMES.filter(shown).map((name) => (
        <Curve key={name} points={points(name)} s={s} series={name} />
      ))}
    </Panel>
  );
}

/** From the lowest to the highest place of the methods shown, with some room. */
function reach(paths, names) {
  const places = [0, ...names.flatMap((name) => paths[name])].filter(Number.isFinite);
  const [low, high] = [Math.min(...places), Math.max(...places)];
  const room = 0.06 * (high - low || 1);
  return [low - room, high + room];
}

function drawPlaces({ p, data, step, words, shown }) {
  const names = NAMES.filter(shown);
  const extent = { x: [0, p.steps], y: reach(data.paths, names), width: 380, height: 320 };
  return (
    <Panel key="places" class="ravine-panel" named extent={extent} title={words.places} xLabel={words.stepAxis} yLabel={words.place}>
      {(s) => names.map((name) => [
        <Curve key={name} points={data.paths[name].slice(0, step + 1).map((w, t) => [t, w])} s={s} series={name} />,
        <Mark key={`${name}-end`} point={[step, data.paths[name][step]]} s={s} series={name} r={3.5} />,
      ])}
    </Panel>
  );
}

const draw = (view) => [drawLengths(view), drawPlaces(view)];

const summary = ({ data, step, words }) =>
  fill(step ? words.summary : words.beginning, {
    step,
    gradient: data.gradients[step - 1],
    ...Object.fromEntries(NAMES.map((name) => [name, data.moved[name][step - 1]])),
  });

const table = ({ data, words }) => ({
  columns: [words.stepColumn, words.gradient, ...NAMES.map((name) => words[name])],
  rows: data.gradients.map((g, i) => [i + 1, g, ...NAMES.map((name) => data.moved[name][i])]),
});

const series = (words) => NAMES.map((name) => ({ name, label: words[name] }));

export default figure({ compute, draw, summary, table, series });
