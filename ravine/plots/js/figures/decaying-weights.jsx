// Momentum's velocity as a sum of the gradients so far: one bar for each age, and the velocity step by step.
// Takes gradients ("steady" | "turns" | "outlier" | "noise"), beta, learning_rate, steps.

import { Curve, Mark, Panel } from "../kit/chart.jsx";
import { figure } from "../kit/figure.jsx";
import { fill } from "../kit/format.js";
import { momentumStep } from "../methods.js";
import { normalNumbers } from "../random.js";

const OUTLIER_AT = 5;

/** The gradient at step t = 1, 2, … */
const GRADIENTS = {
  steady: () => () => 1,
  turns: () => (t) => (t % 2 ? 1 : -1),
  outlier: () => (t) => (t === OUTLIER_AT ? 10 : 0),
  noise: () => {
    const normal = normalNumbers(1);
    return () => 1 + normal();
  },
};

export function compute({ gradients: kind, beta, learning_rate: lr, steps }) {
  const next = GRADIENTS[kind]();
  const gradients = Array.from({ length: steps }, (_, i) => next(i + 1));
  let velocity = [0];
  const velocities = gradients.map((g) => {
    [, velocity] = momentumStep([0], velocity, [g], lr, beta);
    return velocity[0];
  });
  return {
    last: steps, gradients, velocities,
    weights: gradients.map((_, k) => -lr * beta ** k),
    bound: -lr / (1 - beta),
    half: beta > 0 ? Math.log(0.5) / Math.log(beta) : 0,
  };
}

/** What the gradients of age k = 0, 1, … contribute to the velocity of a step. */
export const contributions = ({ gradients, weights }, step) =>
  gradients.slice(0, step).reverse().map((g, k) => weights[k] * g);

/** A range around 0 that holds all of the values, with some air. */
function around(values) {
  const [low, high] = [Math.min(0, ...values), Math.max(0, ...values)];
  const air = 0.08 * (high - low || 1);
  return [low - air, high + air];
}

function drawBars({ p, data, step, words, shown }) {
  const all = data.gradients.map((g) => -p.learning_rate * g);
  const extent = { x: [-1, p.steps], y: around(all), width: 380, height: 300 };
  const bar = (s) => (share, k) =>
    `M${s.x(k - 0.4).toFixed(1)} ${s.y(0).toFixed(1)}V${s.y(share).toFixed(1)}H${s.x(k + 0.4).toFixed(1)}V${s.y(0).toFixed(1)}Z`;
  return (
    <Panel key="bars" class="ravine-panel" extent={extent} title={words.bars} xLabel={words.age} yLabel={words.share}>
      {(s) => [
        <Curve points={[[-1, 0], [p.steps, 0]]} s={s} series="zero" />,
        shown("contributions") && <path class="ravine-shares ravine-contributions" d={contributions(data, step).map(bar(s)).join("")} />,
        shown("weights") && <Curve points={data.weights.map((w, k) => [k, w])} s={s} series="weights" />,
      ]}
    </Panel>
  );
}

function drawVelocity({ p, data, step, words, shown }) {
  const points = [[0, 0], ...data.velocities.map((v, i) => [i + 1, v])];
  const extent = { x: [0, p.steps], y: around([...data.velocities, data.bound]), width: 380, height: 300 };
  return (
    <Panel key="velocity" class="ravine-panel" named extent={extent} title={words.velocity} xLabel={words.stepAxis} yLabel={words.v}>
      {(s) => [
        <Curve points={[[0, 0], [p.steps, 0]]} s={s} series="zero" />,
        shown("weight-sum") && <Curve points={[[0, data.bound], [p.steps, data.bound]]} s={s} series="weight-sum" />,
        shown("sum") && <g class="ravine-to-come"><Curve points={points.slice(step)} s={s} series="sum" /></g>,
        shown("sum") && <Curve points={points.slice(0, step + 1)} s={s} series="sum" />,
        shown("sum") && <Mark point={points[step]} s={s} series="sum" />,
      ]}
    </Panel>
  );
}

const draw = (view) => [drawBars(view), drawVelocity(view)];

const summary = ({ p, data, step, words }) =>
  fill(step ? words.summary : words.beginning, {
    step, velocity: data.velocities[step - 1], bound: data.bound, half: data.half,
    sum: data.bound * (1 - p.beta ** step),
  });

const table = ({ data, words }) => ({
  columns: [words.stepColumn, words.gradient, words.sum],
  rows: data.velocities.map((v, i) => [i + 1, data.gradients[i], v]),
});

const series = (words) => [
  { name: "contributions", label: words.contributions, mark: "dot" },
  { name: "weights", label: words.weights },
  { name: "sum", label: words.sum },
  { name: "weight-sum", label: words.bound },
];

export default figure({ compute, draw, summary, table, series });
