// Mini-batch noise: the gradient of all examples beside those of mini-batches, the path that follows the latter, and the
// ball of noise around the minimum, predicted and measured.
// Takes batch_size, learning_rate, sampling ("fresh" | "epochs"), axis ("steps" | "cost"), seed, start, steps.

import { Arrow, contourLayer, Curve, Dots, equalUnits, Handle, Mark, Note, Panel } from "../kit/chart.jsx";
import { figure } from "../kit/figure.jsx";
import { fill, format } from "../kit/format.js";
import { memo } from "../kit/memo.js";
import { ownPath, withOwnPath } from "../kit/own-path.jsx";
import { gradientStep } from "../methods.js";
import { uniformNumbers } from "../random.js";
import { surface as makeSurface } from "../surfaces.js";
import { dot, scale } from "../vectors.js";

const SURFACE = { name: "NoisyQuadratic", condition_number: 4, rotation: 0, largest: 1, examples: 64, spread: 1.5, seed: 3 };
const EIGENVALUES = [SURFACE.largest / SURFACE.condition_number, SURFACE.largest];
const SAMPLES = 12;
const ARROW = 0.8; // length of an arrow for a gradient of length 1
const BUDGET = 25 * SURFACE.examples; // gradients of examples that the axis of costs holds: 25 passes
const OTHERS = [1, 8, 64]; // batch sizes drawn beside it there
const [SETTLING, LONG] = [1500, 20000]; // steps that are not measured, and that are

const surface = makeSurface(SURFACE);

/** A function that shuffles the first `count` places of an array in place (Fisher and Yates), and returns them. */
const shuffler = (uniform) => (array, count) => {
  for (let i = 0; i < count; i += 1) {
    const j = i + Math.floor(uniform() * (array.length - i));
    [array[i], array[j]] = [array[j], array[i]];
  }
  return array.slice(0, count);
};

/** A function that returns the next mini-batch's indices at every call. */
export function batches(sampling, size, seed, examples = SURFACE.examples) {
  const shuffle = shuffler(uniformNumbers(seed));
  const order = Array.from({ length: examples }, (_, i) => i);
  if (sampling === "fresh") return () => shuffle(order, size);
  let used = examples;
  return () => {
    if (used >= examples) [used] = [0, shuffle(order, examples)];
    used += size;
    return order.slice(used - size, used);
  };
}

/** The variance of a mini-batch's gradient along each axis: σ²/b · (n − b)/(n − 1). */
export function gradientVariance(size) {
  const n = SURFACE.examples;
  return EIGENVALUES.map((curvature, axis) => {
    const sigma2 = surface.centres.reduce((sum, c) => sum + (curvature * c[axis]) ** 2, 0) / n;
    return ((sigma2 / size) * (n - size)) / (n - 1);
  });
}

/** Mean squares of the noise ball, αs²/(λ(2 − αλ)), along each axis. */
export const noiseBall = (lr, size) =>
  gradientVariance(size).map((s2, axis) => (lr * s2) / (EIGENVALUES[axis] * (2 - lr * EIGENVALUES[axis])));

/** Mean squares over a long run after it has settled, and their standard errors if each axis is a normal AR(1). */
export const measureBall = memo((lr, size, sampling, seed) => {
  const next = batches(sampling, size, seed);
  const sums = [0, 0];
  let w = [0, 0];
  for (let k = 0; k < SETTLING + LONG; k += 1) {
    w = gradientStep(w, surface.gradient(w, next()), lr);
    if (k >= SETTLING) w.forEach((x, axis) => { sums[axis] += x * x; });
  }
  const squares = scale(1 / LONG, sums);
  const errors = squares.map((square, axis) => {
    const r2 = (1 - lr * EIGENVALUES[axis]) ** 2;
    return square * Math.sqrt((2 * (1 + r2)) / ((1 - r2) * LONG));
  });
  return { squares, errors };
});

/** Mean of ‖w‖² after every step: m ← (1 − αλ)²m + α²s² along each axis. */
export function meanSquares(start, lr, size, steps) {
  const s2 = gradientVariance(size);
  const squares = [start.map((x) => x * x)];
  for (let k = 0; k < steps; k += 1)
    squares.push(squares[k].map((m, axis) => (1 - lr * EIGENVALUES[axis]) ** 2 * m + lr * lr * s2[axis]));
  return squares.map(([a, b]) => a + b);
}

/** How many steps an axis has room for: given, or what the budget pays. */
const room = (axis, size, steps) => (axis === "cost" ? Math.floor(BUDGET / size) : steps);

export function compute({ batch_size, learning_rate: lr, sampling, axis, seed, start, steps: given }) {
  const size = Math.min(batch_size, SURFACE.examples);
  const steps = room(axis, size, given);
  const next = batches(sampling, size, seed);
  const path = [start];
  for (let k = 0; k < steps; k += 1) path.push(gradientStep(path[k], surface.gradient(path[k], next()), lr));
  const drawn = batches("fresh", size, seed + 1000);
  return {
    last: steps,
    path,
    gradient: surface.gradient(start),
    sampled: Array.from({ length: SAMPLES }, () => surface.gradient(start, drawn())),
    predicted: noiseBall(lr, size),
    measured: measureBall(lr, size, sampling, seed),
    expected: meanSquares(start, lr, size, steps),
    others: axis === "cost" ? OTHERS.map((b) => ({ size: b, expected: meanSquares(start, lr, b, room(axis, b)) })) : [],
  };
}

const contours = contourLayer(makeSurface);
const MAP = equalUnits([0, 0], 5);

const Ball = ({ squares, s, series }) => {
  const [rx, ry] = squares.map(Math.sqrt);
  return (
    <ellipse class={`ravine-noise ravine-noise-${series}`} cx={s.x(0)} cy={s.y(0)} rx={s.x(rx) - s.x(0)} ry={s.y(0) - s.y(ry)} />
  );
};

function drawMap({ p, data, step, words, shown, set, trajectory }) {
  const path = data.path.slice(0, step + 1);
  const downhill = (gradient) => scale(-ARROW, gradient);
  return (
    <Panel key="map" class="ravine-panel" extent={MAP} title={words.map} role="group" xLabel="w₁" yLabel="w₂"
      over={(s) => <Handle point={p.start} s={s} label={words.start} onMove={(start) => set({ start })} />}>
      {(s) => [
        contours({ ...SURFACE, examples: 1 }, MAP),
        shown("examples") && <Dots points={surface.centres} s={s} series="examples" />,
        shown("noisy-path") && <Curve points={path} s={s} series="noisy-path" />,
        ownPath({ trajectory, shown, step }, s),
        shown("noise-measured") && <Ball squares={data.measured.squares} s={s} series="measured" />,
        shown("noise-ball") && <Ball squares={data.predicted} s={s} series="ball" />,
        shown("sampled") && data.sampled.map((g) => <Arrow from={p.start} along={downhill(g)} s={s} series="sampled" />),
        shown("true") && <Arrow from={p.start} along={downhill(data.gradient)} s={s} series="true" />,
        shown("noisy-path") && <Mark point={path[step]} s={s} series="noisy-path" r={6} />,
      ]}
    </Panel>
  );
}

const LOWEST = 1e-4;
const LABELLED = [0.85, 0.6, 0.2]; // where along their curves the names of the other batches stand

function drawDistance({ p, data, step, words, shown }) {
  const top = Math.max(...data.expected, ...data.path.map((w) => dot(w, w)), 1);
  const cost = p.axis === "cost";
  const end = cost ? BUDGET : p.steps;
  const extent = { x: [0, end], y: [LOWEST, 10 ** Math.ceil(Math.log10(top))], log: true, width: 380, height: 320 };
  const points = (values, size = p.batch_size) =>
    values.map((value, k) => [cost ? k * size : k, Math.max(value, LOWEST / 10)]);
  return (
    <Panel key="distance" class="ravine-panel" named="corner" extent={extent} title={words.distanceTitle} yLabel={words.distance} xLabel={cost ? words.costAxis : words.stepAxis}>
      {(s) => [
        shown("noisy-path") &&
          <Curve points={points(data.path.slice(0, step + 1).map((w) => dot(w, w)))} s={s} series="noisy-path" />,
        shown("other-batches") && data.others.map(({ size, expected }, i) => [
          <Curve points={points(expected, size)} s={s} series="other-batches" />,
          <Note at={points(expected, size)[Math.floor(LABELLED[i] * (expected.length - 1))]} s={s} beside={[4, -6]} series="other-batches">b = {size}</Note>,
        ]),
        shown("noise-ball") && <Curve points={points(data.expected)} s={s} series="noise-ball" />,
      ]}
    </Panel>
  );
}

const readout = ({ data: { predicted, measured }, words }) => (
  <p key="numbers" class="ravine-readout">
    {predicted.map((square, axis) => (
      <span key={axis}>
        w{"₁₂"[axis]}²: {words.predictedBall} <b>{format(square)}</b>, {words.measuredBall}{" "}
        <b>{format(measured.squares[axis])} ± {format(measured.errors[axis], 1)}</b>
      </span>
    ))}
  </p>
);

const draw = (view) => [drawMap(view), drawDistance(view), readout(view)];

const summary = ({ p, data: { predicted, measured, expected }, words }) =>
  fill((p.sampling === "fresh" ? words.summary : words.summaryEpochs) + (p.axis === "cost" ? ` ${words.summaryCost}` : ""), {
    budget: BUDGET,
    passes: BUDGET / SURFACE.examples,
    room: expected.length - 1,
    b: p.batch_size,
    lr: p.learning_rate,
    long: LONG,
    first: predicted[0],
    second: predicted[1],
    firstMeasured: measured.squares[0],
    secondMeasured: measured.squares[1],
  });

const table = ({ p, data: { path, expected }, words }) => ({
  columns: [words.stepColumn, words.costAxis, "w₁", "w₂", words.distance, words.predictedBall],
  rows: path.map((w, k) => [k, k * p.batch_size, ...w, dot(w, w), expected[k]]),
});

const series = (words, { p }) => [
  { name: "true", label: words.true },
  { name: "sampled", label: words.sampled },
  { name: "noisy-path", label: words.path },
  { name: "examples", label: words.examples, mark: "dot" },
  { name: "noise-ball", label: words.ball },
  { name: "noise-measured", label: words.measured },
  ...(p.axis === "cost" ? [{ name: "other-batches", label: words.otherBatches }] : []),
];

export default figure(withOwnPath({ compute, draw, summary, table, series }));
