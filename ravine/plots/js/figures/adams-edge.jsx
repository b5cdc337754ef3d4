// Adam on ½λw² from 1: its distance from the minimum, and αλ/(√v̂ + ε) beside the largest that is stable.
// Takes learning_rate, epsilon, beta1, beta2, curvature, steps.

import { Curve, Mark, Panel } from "../kit/chart.jsx";
import { figure } from "../kit/figure.jsx";
import { fill } from "../kit/format.js";
import { adamStep, stabilityLimit } from "../methods.js";

const BIN = 20; // steps to a point of the picture
const SETTLED = 100; // steps after which v̂ changes slowly: before them the rate says little

const { abs, max, min, sqrt } = Math;

/** [w, m, v] after every step, the start first. */
function run({ learning_rate: lr, epsilon, beta1, beta2, curvature, steps }) {
  let [w, m, v] = [[1], [0], [0]];
  const states = [[1, 0, 0]];
  for (let t = 1; t <= steps; t += 1) {
    [w, m, v] = adamStep(w, m, v, t, [curvature * w[0]], lr, beta1, beta2, epsilon);
    states.push([w[0], m[0], v[0]]);
  }
  return states;
}

/** αλ/(√v̂ + ε) at step t; 0 before the first. */
const rateAt = ({ learning_rate: lr, epsilon, beta2, curvature }) => ([, , v], t) =>
  (t ? (lr * curvature) / (sqrt(v / (1 - beta2 ** t)) + epsilon) : 0);

/** The largest of every BIN values, with the step at their end; the start alone. */
const largest = (values) =>
  Array.from({ length: Math.ceil((values.length - 1) / BIN) + 1 }, (_, i) => {
    const last = min(i * BIN, values.length - 1);
    return [last, max(...values.slice(i ? (i - 1) * BIN + 1 : 0, last + 1))];
  });

export function compute(p) {
  const states = run(p);
  const [distances, rates] = [states.map(([w]) => abs(w)), states.map(rateAt(p))];
  const limit = stabilityLimit(1, "adam", p.beta1);
  const crossed = rates.findIndex((rate, t) => t > SETTLED && rate >= limit);
  const after = crossed < 0 ? [] : distances.slice(crossed);
  const thrown = max(0, ...after);
  return {
    last: p.steps, limit, crossed, states, distances, rates,
    binned: { distances: largest(distances), rates: largest(rates) },
    ceiling: (p.learning_rate * p.curvature) / p.epsilon,
    thrown, when: crossed + after.indexOf(thrown),
    highest: max(...rates.slice(SETTLED + 1)),
  };
}

const TINY = 1e-250;

function drawDistance({ p, data, step, words, shown }) {
  const lowest = max(min(1e-8, ...data.distances.filter((x) => x > TINY)), TINY);
  const extent = { x: [0, p.steps], y: [10 ** Math.floor(Math.log10(lowest)), 100], log: true, width: 380, height: 320 };
  const points = data.binned.distances.filter(([t]) => t <= step).map(([t, x]) => [t, max(x, TINY)]);
  return (
    <Panel key="distance" class="ravine-panel" extent={extent} title={words.distanceTitle} xLabel={words.stepAxis} yLabel={words.distance}>
      {(s) => [
        data.crossed >= 0 && shown("passed") && <Curve points={[[data.crossed, extent.y[0]], [data.crossed, 100]]} s={s} series="passed" />,
        shown("adam") && <Curve points={points} s={s} series="adam" />,
        shown("adam") && <Mark point={points.at(-1)} s={s} series="adam" r={4} />,
      ]}
    </Panel>
  );
}

function drawRate({ p, data, step, words, shown }) {
  const top = 10 ** Math.ceil(Math.log10(4 * max(data.limit, min(data.highest, 1e4))));
  const extent = { x: [0, p.steps], y: [min(0.1, p.learning_rate * p.curvature), top], log: true, width: 380, height: 320 };
  const points = data.binned.rates.filter(([t]) => t <= step && t > 0).map(([t, x]) => [t, min(x, 1e6 * top)]);
  const level = (y) => [[0, y], [p.steps, y]];
  return (
    <Panel key="rate" class="ravine-panel" named extent={extent} title={words.rateTitle} xLabel={words.stepAxis} yLabel={words.rateAxis}>
      {(s) => [
        shown("limit") && <Curve points={level(data.limit)} s={s} series="limit" />,
        shown("ceiling") && <Curve points={level(min(data.ceiling, 1e3 * top))} s={s} series="ceiling" />,
        data.crossed >= 0 && shown("passed") && <Curve points={[[data.crossed, extent.y[0]], [data.crossed, top]]} s={s} series="passed" />,
        shown("adam") && <Curve points={points} s={s} series="adam" />,
      ]}
    </Panel>
  );
}

const draw = (view) => [drawDistance(view), drawRate(view)];

function summary({ data, words }) {
  const { crossed, limit, thrown, when, highest, ceiling, last, distances } = data;
  const stays = ceiling > limit ? words.summaryNotYet : words.summaryStays;
  return fill(crossed < 0 ? stays : words.summary, {
    limit, thrown, highest, ceiling, crossed: String(crossed), when: String(when), last: String(last), there: distances[max(crossed, 0)], end: distances[last],
  });
}

const table = ({ data: { binned }, words }) => ({
  columns: [words.stepColumn, words.distance, words.rateAxis],
  rows: binned.distances.map(([t, x], i) => [t, x, binned.rates[i][1]]),
});

const series = (words, { data }) => [
  { name: "adam", label: words.adam },
  { name: "limit", label: words.limit },
  { name: "ceiling", label: words.ceiling },
  ...(data.crossed >= 0 ? [{ name: "passed", label: words.passed }] : []),
];

export default figure({ compute, draw, summary, table, series });
