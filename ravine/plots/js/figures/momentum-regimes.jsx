// Creep, swing, ripple, fly off: the convergence rate of momentum over α and β, and the path of one pair.
// Takes learning_rate, beta, condition_number, steps, start. The ravine's largest curvature is 1.

import { contourLayer, Curve, Dots, equalUnits, Handle, Mark, Note, Panel, pathAlong, regions } from "../kit/chart.jsx";
import { figure } from "../kit/figure.jsx";
import { fill, format } from "../kit/format.js";
import { memo } from "../kit/memo.js";
import { ownPath, withOwnPath } from "../kit/own-path.jsx";
import { gradientStep, momentumStep, optimalHeavyBall } from "../methods.js";
import { surface as makeSurface } from "../surfaces.js";
import { norm, zeros } from "../vectors.js";

const { abs, log, max, min, sqrt } = Math;
const ROTATION = 20;

/** The larger modulus of the roots of z² − (1 + β − αλ)z + β. */
function rateOf(lr, beta, curvature) {
  const half = (1 + beta - lr * curvature) / 2;
  const discriminant = half * half - beta;
  return discriminant < 0 ? sqrt(beta) : abs(half) + sqrt(discriminant);
}

/** The rate of a ravine is that of the slower of its two ends. */
const slowest = (lr, beta, kappa) => max(rateOf(lr, beta, 1 / kappa), rateOf(lr, beta, 1));

/** How many steps a decimal digit of accuracy takes. */
const stepsPerDigit = (rate) => (rate < 1 ? log(10) / -log(rate) : Infinity);

function regime(lr, beta, curvature) {
  const a = lr * curvature;
  if (a <= 0 || beta >= 1 || a >= 2 * (1 + beta)) return "flies off";
  if (a <= (1 - sqrt(beta)) ** 2) return "creeps";
  return a < (1 + sqrt(beta)) ** 2 ? "swings" : "ripples";
}

const ravine = (kappa) => ({ name: "Quadratic", condition_number: kappa, rotation: ROTATION });

export function compute({ learning_rate: lr, beta, condition_number: kappa, steps, start }) {
  const { gradient } = makeSurface(ravine(kappa));
  const [bestLr, bestBeta] = optimalHeavyBall(1 / kappa, 1);
  const descentLr = 2 / (1 + 1 / kappa);
  let [w, v, descending] = [start, zeros(start), start];
  const [path, descent] = [[w], [w]];
  for (let t = 0; t < steps; t += 1) {
    [w, v] = momentumStep(w, v, gradient(w), lr, beta);
    descending = gradientStep(descending, gradient(descending), descentLr);
    path.push(w);
    descent.push(descending);
  }
  const rate = slowest(lr, beta, kappa);
  return {
    last: steps, path, descent, rate, bestLr, bestBeta,
    bestRate: sqrt(bestBeta),
    descentRate: (kappa - 1) / (kappa + 1),
    distance: path.map(norm),
    descentDistance: descent.map(norm),
    predicted: path.map((_, t) => norm(start) * rate ** t),
  };
}

const MAP = { x: [0, 4], y: [0, 1], width: 380, height: 470 };
const SLOWER = [1.15, 1.4, 1.8, 2.5, 4, 8, 20]; // times the steps of the best pair: where the map's colour gets paler

/** The borders of the regimes, as curves over β, each from one curvature's own condition on αλ, where any pair is stable. */
const along = (alpha) =>
  Array.from({ length: 201 }, (_, i) => (i / 200) ** 2).map((beta) => [alpha(beta), beta])
    .filter(([lr, beta]) => lr <= 2 * (1 + beta));
const borders = (kappa) => [
  along((beta) => kappa * (1 - sqrt(beta)) ** 2),
  along((beta) => (1 + sqrt(beta)) ** 2),
  along((beta) => 2 * (1 + beta)),
];

/** Those of the best pair: at least one, also where κ = 1 and a single step leaves nothing. */
const bestSteps = (kappa) => max(1, stepsPerDigit(sqrt(optimalHeavyBall(1 / kappa, 1)[1])));

const mapLayer = memo((kappa) => {
  const best = bestSteps(kappa);
  const speed = ([lr, beta]) => best / stepsPerDigit(slowest(lr, min(beta, 0.9999), kappa));
  const faster = regions(speed, MAP, SLOWER.map((s) => 1 / s), { columns: 128, rows: 128 });
  return (
    <g aria-hidden="true">
      {faster.map((d, i) => <path key={i} class="ravine-fast-region" d={d} />)}
      <path class="ravine-unstable" d={regions(([lr, beta]) => lr - 2 * (1 + beta), MAP, [0])[0]} />
    </g>
  );
});

const SCALE = { left: 2.62, right: 3.86, low: 0.1, high: 0.135 }; // where no pair converges, whatever κ is

/** The colours of the map, one on the other as there, with the steps at their borders. */
function Scale({ kappa, s, words }) {
  const wide = (SCALE.right - SCALE.left) / SLOWER.length;
  const [top, bottom] = [s.y(SCALE.high), s.y(SCALE.low)];
  const at = (i) => s.x(SCALE.right - i * wide);
  return (
    <g aria-hidden="true">
      <rect class="ravine-scale" x={at(SLOWER.length)} y={top} width={at(0) - at(SLOWER.length)} height={bottom - top} />
      {SLOWER.map((_, i) => (
        <rect key={i} class="ravine-fast-region" x={at(i + 1)} y={top} width={at(0) - at(i + 1)} height={bottom - top} />
      )).reverse()}
      {[6, 4, 2, 0].map((i) => (
        <text key={i} class="ravine-note" x={at(i + 1)} y={bottom + 13} text-anchor="middle">
          {format(bestSteps(kappa) * SLOWER[i], 2)}
        </text>
      ))}
      <text class="ravine-note" x={at(SLOWER.length)} y={top - 5}>{words.scale}</text>
    </g>
  );
}

function drawMap({ p, data, words, set, shown }) {
  const { learning_rate: lr, beta, condition_number: kappa } = p;
  const move = ([lr, beta]) => set({ learning_rate: lr, beta });
  return (
    <Panel key="map" class="ravine-panel" extent={MAP} title={words.map} role="group" xLabel="α" yLabel="β"
      onPoint={(at) => move(at.map((x) => Number(x.toPrecision(3))))}
      over={(s) => <Handle point={[lr, beta]} s={s} label={words.pair} onMove={move} series="pair" />}>
      {(s) => [
        mapLayer(kappa),
        borders(kappa).map((points, i) => <path key={i} class="ravine-border" d={pathAlong(points, s)} />),
        <Note at={[3.93, 0.34]} s={s} anchor="end">{words.steepFliesOff}</Note>,
        <Scale kappa={kappa} s={s} words={words} />,
        <Note at={[1.96, 0.02]} s={s} anchor="end">{words.steepRipples}</Note>,
        <Note at={[1.2, 0.94]} s={s} anchor="middle">{words.bothSwing}</Note>,
        kappa > 6 && <Note at={[0.1, 0.3]} s={s}>{words.flatCreeps}</Note>,
        shown("best") && <Mark point={[data.bestLr, data.bestBeta]} s={s} series="best" r={6} hollow />,
      ]}
    </Panel>
  );
}

const contours = contourLayer(makeSurface);
const PLACE = equalUnits([0, 0], 5, 380, 232);

const drawPath = ({ p, data, step, words, set, shown, trajectory }) => (
  <Panel key="path" class="ravine-panel" guess extent={PLACE} title={words.pathTitle} role="group" xLabel="w₁" yLabel="w₂"
    over={(s) => <Handle point={p.start} s={s} label={words.start} onMove={(start) => set({ start })} />}>
    {(s) => [
      contours(ravine(p.condition_number), PLACE),
      shown("descent") && <Curve points={data.descent.slice(0, step + 1)} s={s} series="descent" />,
      shown("momentum") && <Curve points={data.path.slice(0, step + 1)} s={s} series="momentum" />,
      shown("momentum") && <Dots points={data.path.slice(0, step + 1)} s={s} series="momentum" />,
      ownPath({ trajectory, shown, step }, s),
      shown("momentum") && <Mark point={data.path[step]} s={s} series="momentum" />,
    ]}
  </Panel>
);

function drawDistance({ p, data, step, words, shown }) {
  const extent = { x: [0, p.steps], y: [1e-8, 1e2], width: 380, height: 232, log: true };
  const over = (distances) => distances.map((d, t) => [t, max(d, 1e-300)]);
  return (
    <Panel key="distance" class="ravine-panel" named="corner" extent={extent} title={words.distance} xLabel={words.steps} yLabel="‖w‖">
      {(s) => [
        shown("prediction") && <Curve points={over(data.predicted)} s={s} series="prediction" />,
        shown("descent") && <Curve points={over(data.descentDistance)} s={s} series="descent" />,
        shown("momentum") && <Curve points={over(data.distance)} s={s} series="momentum" />,
        shown("momentum") && <Mark point={[step, data.distance[step]]} s={s} series="momentum" />,
      ]}
    </Panel>
  );
}

const draw = (view) => [drawMap(view), drawPath(view), drawDistance(view)];

const summary = ({ p, data, words }) =>
  fill(words.summary, {
    lr: p.learning_rate,
    beta: p.beta,
    flat: words[regime(p.learning_rate, p.beta, 1 / p.condition_number)],
    steep: words[regime(p.learning_rate, p.beta, 1)],
    rate: data.rate,
    digit: stepsPerDigit(data.rate),
    bestLr: data.bestLr,
    bestBeta: data.bestBeta,
    bestRate: data.bestRate,
    bestDigit: stepsPerDigit(data.bestRate),
    descentRate: data.descentRate,
    descentDigit: stepsPerDigit(data.descentRate),
  });

const table = ({ data, words }) => ({
  columns: [words.stepColumn, "w₁", "w₂", "‖w‖", words.predicted, `‖w‖, ${words.descent}`],
  rows: data.path.map((w, t) => [t, ...w, data.distance[t], data.predicted[t], data.descentDistance[t]]),
});

const series = (words) => [
  { name: "momentum", label: words.momentum },
  { name: "descent", label: words.descent },
  { name: "prediction", label: words.prediction },
  { name: "best", label: words.best, mark: "ring" },
];

const walk = (_, { learning_rate: lr, beta, condition_number, steps, start }) =>
  ({ surface: ravine(condition_number), start, steps, parameters: { lr, beta } });

export default figure(withOwnPath({ compute, draw, summary, table, series, walk, arrives: ({ data }) => data.path.at(-1), layout: "tall" }));
