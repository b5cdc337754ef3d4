// Weights whose data gradients are noise, under Adam with L2 in the gradient and under AdamW.
// Takes noise, decay, learning_rate, steps.

import { Curve, Mark, Panel } from "../kit/chart.jsx";
import { figure } from "../kit/figure.jsx";
import { fill } from "../kit/format.js";
import { memo } from "../kit/memo.js";
import { adamStep, adamwStep } from "../methods.js";
import { normalNumbers } from "../random.js";

const PAIRS = 20; // of weights with opposite noise, which cancels in their mean
const BOTH = ["inside", "beside"];
const { exp, max, min } = Math;

/** The same draws for both methods, one a weight and step: the second half opposite to the first. */
const draws = memo((steps) => {
  const next = normalNumbers(7);
  return Array.from({ length: steps }, () => {
    const half = Array.from({ length: PAIRS }, next);
    return [...half, ...half.map((x) => -x)];
  });
}, 2);

const mean = (w) => w.reduce((sum, x) => sum + x, 0) / w.length;

/** Mean weight and first weight after every step; rule(w, m, v, t, g) → [w, m, v], g the gradient of the data. */
function run(rule, gradients) {
  const zeros = Array(2 * PAIRS).fill(0);
  let [w, m, v] = [zeros.map(() => 1), zeros, zeros];
  const [means, first] = [[1], [1]];
  gradients.forEach((g, i) => {
    [w, m, v] = rule(w, m, v, i + 1, g);
    means.push(mean(w));
    first.push(w[0]);
  });
  return { means, first };
}

export function compute({ noise, decay, learning_rate: lr, steps }) {
  const gradients = draws(steps).map((xi) => xi.map((x) => noise * x));
  const inside = run((w, m, v, t, g) => adamStep(w, m, v, t, w.map((x, i) => g[i] + decay * x), lr), gradients);
  const beside = run((w, m, v, t, g) => adamwStep(w, m, v, t, g, lr, decay), gradients);
  const falls = (rate) => Array.from({ length: steps + 1 }, (_, t) => exp(-rate * t));
  return { last: steps, inside, beside, expectedInside: noise > 0 ? falls((lr * decay) / noise) : null, expectedBeside: falls(lr * decay) };
}

const thin = (values, step) => {
  const stride = max(1, Math.floor(values.length / 400));
  return values.slice(0, step + 1).map((x, t) => [t, x]).filter(([t]) => t % stride === 0 || t === step);
};

function drawMeans({ p, data, step, words, shown }) {
  const lowest = min(0, ...data.inside.means, ...data.beside.means);
  const extent = { x: [0, p.steps], y: [lowest, 1.05], width: 380, height: 320 };
  return (
    <Panel key="means" class="ravine-panel" named extent={extent} title={words.title} xLabel={words.stepAxis} yLabel={words.weightAxis}>
      {(s) => [
        data.expectedInside && shown("expected-inside") && <Curve points={thin(data.expectedInside, p.steps)} s={s} series="expected-inside" />,
        shown("expected-beside") && <Curve points={thin(data.expectedBeside, p.steps)} s={s} series="expected-beside" />,
        ...BOTH.filter((name) => shown(`decay-${name}`)).flatMap((name) => [
          <Curve points={thin(data[name].means, step)} s={s} series={`decay-${name}`} />,
          <Mark point={[step, data[name].means[step]]} s={s} series={`decay-${name}`} r={4} />]),
      ]}
    </Panel>
  );
}

function drawOne({ p, data, step, words, shown }) {
  const all = [...data.inside.first, ...data.beside.first];
  const extent = { x: [0, p.steps], y: [min(0, ...all), max(1.05, ...all)], width: 380, height: 320 };
  return (
    <Panel key="one" class="ravine-panel" extent={extent} title={words.factors} xLabel={words.stepAxis} yLabel={words.weightAxis}>
      {(s) => BOTH.filter((name) => shown(`decay-${name}`)).map((name) => <Curve points={thin(data[name].first, step)} s={s} series={`decay-${name}`} />)}
    </Panel>
  );
}

const draw = (view) => [drawMeans(view), drawOne(view)];

function summary({ p, data, step, words }) {
  return fill(p.noise > 0 ? words.summary : words.summaryNoNoise, {
    step: String(step), inside: data.inside.means[step], beside: data.beside.means[step],
    expectedInside: data.expectedInside?.[step], expectedBeside: data.expectedBeside[step],
  });
}

const table = ({ data, words }) => ({
  columns: [words.stepColumn, words.insideColumn, words.besideColumn, words.expectedInside, words.expectedBeside],
  rows: data.inside.means.map((x, t) => [t, x, data.beside.means[t], data.expectedInside?.[t] ?? "–", data.expectedBeside[t]])
    .filter(([t]) => t % 20 === 0),
});

const series = (words, { p }) => [
  { name: "decay-inside", label: words.inside },
  { name: "decay-beside", label: words.beside },
  ...(p.noise > 0 ? [{ name: "expected-inside", label: words.expectedInside }] : []),
  { name: "expected-beside", label: words.expectedBeside },
];

export default figure({ compute, draw, summary, table, series });
