// The ball of noise of momentum beside that of gradient descent, predicted and measured, and its size against the speed.
// Takes learning_rate, beta, condition_number, compared ("effective" | "same" | "best"), seed. The ravine's largest
// curvature is 1, its flat axis the first; every gradient carries normal noise of deviation s along each axis.

import { contourLayer, Curve, Dots, equalUnits, Mark, Panel } from "../kit/chart.jsx";
import { figure } from "../kit/figure.jsx";
import { fill } from "../kit/format.js";
import { memo } from "../kit/memo.js";
import { momentumStep, optimalHeavyBall } from "../methods.js";
import { normalNumbers } from "../random.js";
import { surface as makeSurface } from "../surfaces.js";

const { abs, log, max, sqrt } = Math;
const NOISE = 0.3; // s
const [SETTLING, LONG, GROUPS] = [2000, 50000, 40]; // steps not measured, measured, and groups of them for the error
const CLOUD = 400; // places shown
const DECAYS = [0.5, 0.8, 0.95, 0.99];

const curvatures = (kappa) => [1 / kappa, 1];
const stable = (lr, beta) => lr > 0 && lr < 2 * (1 + beta);

/** Mean squares along each axis, αs²(1 + β)/(λ(1 − β)(2(1 + β) − αλ)). */
export const ballOf = (lr, beta, kappa) => curvatures(kappa).map((curvature) =>
  (lr * NOISE ** 2 * (1 + beta)) / (curvature * (1 - beta) * (2 * (1 + beta) - lr * curvature)));

/** Steps for a decimal digit, by the larger root of z² − (1 + β − αλ)z + β for the slower axis. */
export function digitsOf(lr, beta, kappa) {
  const rates = curvatures(kappa).map((curvature) => {
    const half = (1 + beta - lr * curvature) / 2;
    const discriminant = half * half - beta;
    return discriminant < 0 ? sqrt(beta) : abs(half) + sqrt(discriminant);
  });
  return log(10) / -log(max(...rates));
}

const total = ([a, b]) => a + b;

/** A long run: its mean squares along each axis, the error of their sum by means over groups, and its last places. */
const wander = memo((lr, beta, kappa, seed) => {
  const normal = normalNumbers(seed);
  const [flat, steep] = curvatures(kappa);
  let [w, v] = [[0, 0], [0, 0]];
  const [sums, groups, cloud] = [[0, 0], new Array(GROUPS).fill(0), []];
  for (let t = 0; t < SETTLING + LONG; t += 1) {
    [w, v] = momentumStep(w, v, [flat * w[0] + NOISE * normal(), steep * w[1] + NOISE * normal()], lr, beta);
    if (t < SETTLING) continue;
    sums[0] += w[0] * w[0];
    sums[1] += w[1] * w[1];
    groups[Math.floor(((t - SETTLING) * GROUPS) / LONG)] += ((w[0] * w[0] + w[1] * w[1]) * GROUPS) / LONG;
    if (t >= SETTLING + LONG - CLOUD) cloud.push(w);
  }
  const mean = total(sums) / LONG;
  const spread = groups.reduce((sum, group) => sum + (group - mean) ** 2, 0) / (GROUPS - 1);
  return { squares: sums.map((sum) => sum / LONG), mean, error: sqrt(spread / GROUPS), cloud };
}, 4);

/** All about one method: null for its ball where it flies off. */
function known(lr, beta, kappa, seed) {
  if (!stable(lr, beta)) return { lr, beta, ball: null };
  return { lr, beta, ball: ballOf(lr, beta, kappa), digits: digitsOf(lr, beta, kappa), measured: wander(lr, beta, kappa, seed) };
}

/** What is paid for speed with this decay: [steps for a digit, size of the ball over s²] for all learning rates. */
const price = (beta, kappa) => Array.from({ length: 90 }, (_, i) => {
  const lr = 0.998 * 2 * (1 + beta) * 10 ** (-4 * (1 - i / 89));
  return [digitsOf(lr, beta, kappa), total(ballOf(lr, beta, kappa)) / NOISE ** 2];
});

export function compute({ learning_rate: lr, beta, condition_number: kappa, compared, seed }) {
  const [bestLr, bestBeta] = optimalHeavyBall(1 / kappa, 1);
  const descentBest = 2 / (1 + 1 / kappa);
  const descentLr = { effective: lr / (1 - beta), same: lr, best: descentBest }[compared];
  const at = (lr, beta) => ({ digits: digitsOf(lr, beta, kappa), size: total(ballOf(lr, beta, kappa)) / NOISE ** 2 });
  return {
    momentum: known(lr, beta, kappa, seed),
    descent: known(descentLr, 0, kappa, seed),
    best: { momentum: at(bestLr, bestBeta), descent: at(descentBest, 0) },
    prices: { momentum: price(beta, kappa), descent: price(0, kappa), others: DECAYS.map((decay) => price(decay, kappa)) },
  };
}

const contours = contourLayer(makeSurface);
const NAMES = ["momentum", "descent"];

/** A map around the larger ball, whose width changes in few steps. */
function extentOf(data) {
  const widest = max(...NAMES.flatMap((name) => (data[name].ball ?? [0.01]).map(sqrt)));
  return equalUnits([0, 0], 2 ** (Math.ceil(2 * Math.log2(2.6 * widest)) / 2), 380, 320);
}

const drawMap = ({ p, data, words, shown }) => {
  const there = NAMES.filter((name) => shown(name) && data[name].ball);
  return (
    <Panel key="map" class="ravine-panel" extent={extentOf(data)} title={words.map} xLabel="w₁" yLabel="w₂">
      {(s) => [
        contours({ name: "Quadratic", condition_number: p.condition_number, rotation: 0 }, extentOf(data)),
        there.map((name) => <Dots points={data[name].measured.cloud} s={s} series={`${name} ravine-cloud`} />),
        there.filter(() => shown("balls")).map((name) => {
          const [rx, ry] = data[name].ball.map(sqrt);
          return <ellipse class={`ravine-outline ravine-${name}`} cx={s.x(0)} cy={s.y(0)} rx={s.x(rx) - s.x(0)} ry={s.y(0) - s.y(ry)} />;
        }),
      ]}
    </Panel>
  );
};

function drawPrice({ data, words, shown }) {
  const { momentum: fast, descent: slow } = data.best;
  const decade = (x, round) => 10 ** round(Math.log10(x));
  const x = [decade(0.8 * fast.digits, Math.floor), decade(30 * slow.digits, Math.ceil)];
  const extent = { x, logX: true, y: [1e-2, 10 ** Math.ceil(Math.log10(40 * fast.size))], log: true, width: 380, height: 320 };
  const mark = ({ ball, digits }) => ball && [digits, total(ball) / NOISE ** 2];
  return (
    <Panel key="price" class="ravine-panel" named extent={extent} title={words.price} xLabel={words.digits} yLabel={words.size}>
      {(s) => [
        shown("others") && data.prices.others.map((points) => <Curve points={points} s={s} series="others" />),
        NAMES.filter(shown).map((name) => <Curve points={data.prices[name]} s={s} series={name} />),
        shown("best") && [fast, slow].map(({ digits, size }) => <Mark point={[digits, size]} s={s} series="best" r={6} hollow />),
        NAMES.filter((name) => shown(name) && data[name].ball).map((name) => <Mark point={mark(data[name])} s={s} series={name} />),
      ]}
    </Panel>
  );
}

const draw = (view) => [drawMap(view), drawPrice(view)];

function summary({ data: { momentum, descent, best }, words }) {
  const said = ({ ball, digits, measured }) =>
    ball ? { ball: total(ball), digits, measured: measured.mean } : { ball: words.never, digits: words.none, measured: words.none };
  const [ours, theirs] = [said(momentum), said(descent)];
  return fill(words.summary, {
    lr: momentum.lr, beta: momentum.beta, long: LONG, ...ours,
    descentLr: descent.lr, descentDigits: theirs.digits, descentBall: theirs.ball, descentMeasured: theirs.measured,
    gain: best.descent.digits / best.momentum.digits,
    ratio: best.momentum.size / best.descent.size,
  });
}

const table = ({ data, words }) => ({
  columns: [words.method, words.rate, words.decay, words.digits, words.predicted, words.measured, words.error],
  rows: NAMES.map((name) => {
    const { lr, beta, ball, digits, measured } = data[name];
    return [words[name], lr, beta, ...(ball ? [digits, total(ball), measured.mean, measured.error] : ["–", words.never, "–", "–"])];
  }),
});

const series = (words) => [
  ...NAMES.map((name) => ({ name, label: words[name] })),
  { name: "balls", label: words.balls, mark: "ring" },
  { name: "others", label: words.others },
  { name: "best", label: words.best, mark: "ring" },
];

export default figure({ compute, draw, summary, table, series });
