// The roots of momentum's polynomial for every curvature of a ravine, beside the unit circle, and the error of every
// direction. Takes method ("momentum" | "nesterov" | "minus"), learning_rate, beta, condition_number, steps.

import { Curve, equalUnits, Handle, Mark, Panel, pathAlong } from "../kit/chart.jsx";
import { figure } from "../kit/figure.jsx";
import { fill, format } from "../kit/format.js";
import { momentumStep, nesterovStep, optimalHeavyBall } from "../methods.js";
import { each, zeros } from "../vectors.js";

const { abs, hypot, max, sqrt } = Math;
const COUNT = 9; // curvatures, from flat to steep

/** Trace and determinant of a step's matrix on (w, v); the roots are its eigenvalues. */
const MATRICES = {
  momentum: (a, beta) => [1 + beta - a, beta],
  nesterov: (a, beta) => [(1 + beta) * (1 - a), beta * (1 - a)],
  minus: (a, beta) => [1 - beta - a, -beta],
};

const RULES = {
  momentum: (w, v, gradFn, lr, beta) => momentumStep(w, v, gradFn(w), lr, beta),
  nesterov: nesterovStep,
  minus: (w, v, gradFn, lr, beta) => momentumStep(w, v, gradFn(w), lr, -beta),
};

/** The solutions [re, im] of z² − trace·z + determinant = 0, the larger modulus first. */
export function rootsOf(trace, determinant) {
  const half = trace / 2;
  const discriminant = half * half - determinant;
  if (discriminant < 0) return [[half, sqrt(-discriminant)], [half, -sqrt(-discriminant)]];
  const larger = half < 0 ? half - sqrt(discriminant) : half + sqrt(discriminant); // without cancellation
  return [[larger, 0], [larger === 0 ? 0 : determinant / larger, 0]];
}

const modulus = ([re, im]) => hypot(re, im);

function motion([[re, im], other]) {
  if (modulus([re, im]) >= 1 || modulus(other) >= 1) return "flies";
  if (im !== 0) return "swings";
  return re < 0 ? "ripples" : "creeps";
}

export function compute({ method, learning_rate: lr, beta, condition_number: kappa, steps }) {
  const curvatures = Array.from({ length: COUNT }, (_, i) => kappa ** (i / (COUNT - 1) - 1));
  const roots = curvatures.map((curvature) => rootsOf(...MATRICES[method](lr * curvature, beta)));
  const moduli = roots.map(([larger]) => modulus(larger));
  let [w, v] = [curvatures.map(() => 1), zeros(curvatures)];
  const errors = [w];
  for (let t = 0; t < steps; t += 1) {
    [w, v] = RULES[method](w, v, (at) => each((x, curvature) => curvature * x, at, curvatures), lr, beta);
    errors.push(w);
  }
  return {
    last: steps, curvatures, roots, moduli, errors,
    motions: roots.map(motion),
    rate: max(...moduli),
    best: optimalHeavyBall(1 / kappa, 1),
  };
}

/** The series of the i-th curvature. */
const seriesOf = (i) => (i === 0 ? "flat" : i === COUNT - 1 ? "steep" : "between");
const inOrder = (data) => data.curvatures.map((_, i) => i).sort((i, j) => (seriesOf(i) !== "between") - (seriesOf(j) !== "between"));

const PLANE = equalUnits([0, 0], 1.35, 380, 410);
const TURN = Array.from({ length: 121 }, (_, i) => [Math.cos((i * Math.PI) / 60), Math.sin((i * Math.PI) / 60)]);
const circle = (radius) => TURN.map(([x, y]) => [radius * x, radius * y]);

const drawCircle = ({ p, data, words, shown }) => (
  <Panel key="circle" class="ravine-panel" extent={PLANE} title={words.circle} xLabel="Re z" yLabel="Im z">
    {(s) => [
      <path class="ravine-inside" d={`${pathAlong(circle(1), s)}Z`} />,
      <Curve points={[[PLANE.x[0], 0], [PLANE.x[1], 0]]} s={s} series="axis" />,
      <Curve points={circle(1)} s={s} series="unit" />,
      p.method === "momentum" && shown("radius") && <Curve points={circle(sqrt(p.beta))} s={s} series="radius" />,
      inOrder(data).filter((i) => shown(seriesOf(i))).flatMap((i) =>
        data.roots[i].map((z) => <Mark point={z} s={s} series={seriesOf(i)} r={seriesOf(i) === "between" ? 3 : 5.5} />)),
    ]}
  </Panel>
);

const [LOWEST, HIGHEST] = [1e-6, 1e2];

function drawErrors({ p, data, step, words, shown }) {
  const extent = { x: [0, p.steps], y: [LOWEST, HIGHEST], width: 380, height: 232, log: true };
  const bounded = (x) => max(abs(x), 1e-300);
  const points = (i) => data.errors.slice(0, step + 1).map((w, t) => [t, bounded(w[i])]);
  const powers = data.errors.map((_, t) => [t, bounded(data.rate ** t)]);
  return (
    <Panel key="errors" class="ravine-panel" named="corner" extent={extent} title={words.errors} xLabel={words.stepAxis} yLabel={words.error}>
      {(s) => [
        shown("rate") && <Curve points={powers} s={s} series="rate" />,
        inOrder(data).filter((i) => shown(seriesOf(i))).map((i) => <Curve points={points(i)} s={s} series={seriesOf(i)} />),
      ]}
    </Panel>
  );
}

const PAIRS = { x: [0, 4], y: [0, 1], width: 380, height: 232 };

/** Where every curvature up to 1 is stable: αλ below this, over β. */
const LIMITS = {
  momentum: (beta) => 2 * (1 + beta),
  nesterov: (beta) => (2 * (1 + beta)) / (1 + 2 * beta),
  minus: (beta) => 2 * (1 - beta),
};
const BETAS = Array.from({ length: 51 }, (_, i) => i / 50);

function drawPair({ p, data, words, set, shown }) {
  const move = ([lr, beta]) => set({ learning_rate: lr, beta });
  const limit = BETAS.map((beta) => [LIMITS[p.method](beta), beta]);
  return (
    <Panel key="pair" class="ravine-panel" extent={PAIRS} title={words.pairTitle} role="group" xLabel="α" yLabel="β"
      onPoint={(at) => move(at.map((x) => Number(x.toPrecision(3))))}
      over={(s) => <Handle point={[p.learning_rate, p.beta]} s={s} label={words.pair} onMove={move} series="pair" />}>
      {(s) => [
        <path class="ravine-unstable" d={`${pathAlong([...limit, [4, 1], [4, 0]], s)}Z`} />,
        <path class="ravine-border" d={pathAlong(limit, s)} />,
        p.method === "momentum" && shown("best") && <Mark point={data.best} s={s} series="best" r={6} hollow />,
      ]}
    </Panel>
  );
}

const draw = (view) => [drawCircle(view), drawErrors(view), drawPair(view)];

/** The largest error of all directions and steps but the start: its size, its step and its curvature. */
export function peak({ errors, curvatures }) {
  let found = { size: 1, when: 0, where: curvatures[0] };
  errors.forEach((w, t) => w.forEach((x, i) => {
    if (abs(x) > found.size) found = { size: abs(x), when: t, where: curvatures[i] };
  }));
  return found;
}

function summary({ p, data, words }) {
  const counts = ["creeps", "swings", "ripples", "flies"]
    .map((name) => [name, data.motions.filter((m) => m === name).length]).filter(([, count]) => count);
  const highest = peak(data);
  return fill(words.summary, {
    lr: p.learning_rate,
    beta: p.beta,
    count: COUNT,
    motions: counts.map(([name, count]) => fill(words[name], { count })).join(", "),
    rate: data.rate,
    slowest: data.curvatures[data.moduli.indexOf(data.rate)],
    peak: highest.when ? fill(words.grows, highest) : words.neverGrows,
  });
}

const written = ([[re, im], [other]]) =>
  im ? `${format(re)} ± ${format(im)}i` : `${format(re)}; ${format(other)}`;

const table = ({ data, words }) => ({
  columns: [words.stepColumn, ...data.curvatures.map((curvature, i) =>
    fill(words.curvature, { curvature: format(curvature, 4), roots: written(data.roots[i]) }))],
  rows: data.errors.map((w, t) => [t, ...w]),
});

const series = (words, { p }) => [
  ...["flat", "between", "steep"].map((name) => ({ name, label: words[name] })),
  { name: "rate", label: words.rate },
  ...(p.method === "momentum"
    ? [{ name: "radius", label: words.radius }, { name: "best", label: words.best, mark: "ring" }] : []),
];

export default figure({ compute, draw, summary, table, series, layout: "tall" });
