// What a step made of a gradient matrix does to vectors, and a race of such steps on ½‖AWB‖².
// Takes sigma, left, right (degrees), turn (degrees), tuned, rate, angle ([x, y], an input's direction).

import { Arrow, Curve, equalUnits, Handle, Mark, Panel } from "../kit/chart.jsx";
import { figure } from "../kit/figure.jsx";
import { fill } from "../kit/format.js";
import { memo } from "../kit/memo.js";
import {
  diagonal, entries, frobenius, multiply, newtonSchulz, polarFactor, rotation, singularValues, times, transpose,
} from "../matrices.js";
import { normalNumbers } from "../random.js";
import { dot, norm, scale } from "../vectors.js";

const { cos, max, min, PI, sin } = Math;
const [N, STEPS] = [4, 100];

/** What each method makes of a gradient, and the highest rates that it tries. */
const powers = (low, high) => Array.from({ length: 4 * (high - low) + 1 }, (_, i) => 10 ** (low + i / 4));
const METHODS = {
  descent: { step: (G) => G, rates: powers(-1, 0.5) },
  normalised: { step: (G) => times(1 / (frobenius(G) || 1), G), rates: powers(-1.5, 1) },
  sign: { step: (G) => entries(Math.sign, G), rates: powers(-2.5, -0.5) },
  polar: { step: polarFactor, rates: powers(-1.5, 1) },
  schulz: { step: (G) => newtonSchulz(G), rates: powers(-1.5, 0.5) },
};
const NAMES = Object.keys(METHODS);

const degrees = (angle) => (angle * PI) / 180;

/** A² = B², with the singular values 1 to 0.1 of A squared and their axes turned in the planes (1, n), (2, n − 1), … */
function curvature(turn) {
  let R = diagonal(Array(N).fill(1));
  for (let i = 0; i < N / 2; i += 1) R = multiply(rotation(N, i, N - 1 - i, degrees(turn)), R);
  const squares = Array.from({ length: N }, (_, i) => 10 ** ((-2 * i) / (N - 1)));
  return multiply(multiply(R, diagonal(squares)), transpose(R));
}

const start = memo(() => {
  const next = normalNumbers(3);
  return Array.from({ length: N }, () => Array.from({ length: N }, next));
});

/** Weights and losses of a method whose rate falls in a straight line from `highest` to 0; G = A²WB². */
function run(step, H, highest) {
  let W = start();
  const [weights, losses] = [[], []];
  for (let t = 0; t <= STEPS; t += 1) {
    const G = multiply(multiply(H, W), H);
    weights.push(W);
    losses.push(0.5 * W.reduce((sum, row, i) => sum + dot(row, G[i]), 0)); // ½‖AWB‖² = ½⟨W, A²WB²⟩
    W = entries((w, d) => w - highest * (1 - t / STEPS) * d, W, step(G));
  }
  return { weights, losses };
}

/** Every method's run: at the best of the rates at which its loss never exceeds the first, or all at one. */
const races = memo((turn, rate) => {
  const H = curvature(turn);
  return Object.fromEntries(NAMES.map((name) => {
    const { step, rates } = METHODS[name];
    const tried = (rate === null ? rates : [rate]).map((highest) => ({ highest, ...run(step, H, highest) }));
    const ends = tried.map(({ losses }) => (losses.every((loss) => loss <= losses[0]) ? losses.at(-1) : Infinity));
    return [name, tried[ends.indexOf(min(...ends))]];
  }));
}, 32);

export function compute({ sigma, left, right, turn, tuned, rate }) {
  const turned = (angle) => rotation(2, 0, 1, degrees(angle));
  const gradient = multiply(multiply(turned(left), diagonal([1, sigma])), transpose(turned(right)));
  const steps = Object.fromEntries(NAMES.filter((name) => name !== "normalised").map((name) => {
    const step = METHODS[name].step(gradient);
    const [longest, shortest] = singularValues(step);
    return [name, { step: times(1 / longest, step), stretch: shortest / longest }];
  }));
  return { last: STEPS, gradient, steps, races: races(turn, tuned ? null : rate) };
}

const PLANE = equalUnits([0, 0], 1.25, 380, 380);
const TURN = Array.from({ length: 121 }, (_, i) => [cos((i * PI) / 60), sin((i * PI) / 60)]);
const image = (M, x) => M.map((row) => dot(row, x));
const unit = (x) => (norm(x) > 0 ? scale(1 / norm(x), x) : [1, 0]);

function drawImages({ p, data: { steps }, words, set, shown }) {
  const x = unit(p.angle);
  const to = (at) => set({ angle: unit(at).map((z) => Number(z.toPrecision(6))) });
  return (
    <Panel key="images" class="ravine-panel" extent={PLANE} title={words.images} role="group" xLabel={words.first} yLabel={words.second}
      onPoint={to} over={(s) => <Handle point={x} s={s} label={words.input} onMove={to} />}>
      {(s) => [
        <Curve points={TURN} s={s} series="unit" />,
        ...Object.entries(steps).filter(([name]) => shown(`step-${name}`)).flatMap(([name, { step }]) => [
          <Curve points={TURN.map((u) => image(step, u))} s={s} series={`step-${name}`} />,
          <Arrow from={[0, 0]} along={image(step, x)} s={s} series={`step-${name}`} />,
          <Mark point={image(step, x)} s={s} series={`step-${name}`} r={4} />,
        ]),
      ]}
    </Panel>
  );
}

const LOWEST = 1e-9;

function drawRace({ data: { races }, step, words, shown }) {
  const extent = { x: [0, STEPS], y: [LOWEST, 10], log: true, width: 380, height: 380 };
  const points = (losses) => losses.slice(0, step + 1).map((loss, t) => [t, min(max(loss, LOWEST / 10), 1e3)])
    .filter(([t]) => t % 2 === 0 || t === step); // a swing to and fro would fill the picture
  return (
    <Panel key="race" class="ravine-panel" named extent={extent} title={words.race} xLabel={words.stepAxis} yLabel={words.lossAxis}>
      {(s) => NAMES.filter((name) => shown(`step-${name}`)).flatMap((name) => [
        <Curve points={points(races[name].losses)} s={s} series={`step-${name}`} />,
        <Mark point={points(races[name].losses).at(-1)} s={s} series={`step-${name}`} r={3.5} />,
      ])}
    </Panel>
  );
}

const draw = (view) => [drawImages(view), drawRace(view)];

function summary({ data: { steps, races, last }, words }) {
  const stretches = Object.entries(steps).map(([name, { stretch }]) => [`${name}Stretch`, stretch]);
  const ends = NAMES.map((name) => [`${name}End`, min(races[name].losses.at(-1), 1e300)]);
  return fill(words.summary, { last, ...Object.fromEntries([...stretches, ...ends]) });
}

const table = ({ data: { steps, races }, words }) => ({
  columns: [words.methodColumn, words.stretchColumn, words.rateColumn, words.endColumn],
  rows: NAMES.map((name) => [
    words[`by-${name}`], (steps[name] ?? steps.descent).stretch, races[name].highest, min(races[name].losses.at(-1), 1e300)]),
});

const series = (words) => NAMES.map((name) => ({ name: `step-${name}`, label: words[`by-${name}`] }));

const moves = (name, { tuned }) => (name === "rate" ? !tuned : true);

export default figure({ compute, draw, summary, table, series, moves });
