// Moving average: a noisy signal with its exponential moving average, plain and corrected, beside the weights of the
// values in it.
// Takes beta, noise, signal ("constant" | "jump" | "wave" | "turns"), seed, steps.

import { Curve, Dots, Mark, Panel } from "../kit/chart.jsx";
import { figure } from "../kit/figure.jsx";
import { fill, format } from "../kit/format.js";
import { ema } from "../methods.js";
import { normalNumbers } from "../random.js";

/** The signal at step t = 1 … steps. */
export const SIGNALS = {
  constant: () => 1,
  jump: (t, steps) => (t <= steps / 2 ? 1 : -1),
  wave: (t, steps) => Math.sin((4 * Math.PI * t) / steps),
  turns: (t) => (t % 2 ? 1 : -1),
};

export function compute({ beta, noise, signal, seed, steps }) {
  const normal = normalNumbers(seed);
  const truth = Array.from({ length: steps }, (_, i) => SIGNALS[signal](i + 1, steps));
  const values = truth.map((x) => x + noise * normal());
  return {
    last: steps,
    truth,
    values,
    plain: ema(values, beta),
    corrected: ema(values, beta, true),
    half: beta > 0 ? Math.log(0.5) / Math.log(beta) : 0,
  };
}

/** Weights (1 − β)βᵏ of the values of age k = 0 … t − 1. */
export const weights = (beta, t) => Array.from({ length: t }, (_, k) => (1 - beta) * beta ** k);

const SPAN = 2.5; // of values in the picture, up and down

/** What is known at the step, and pale what is still to come. */
const soFar = (Part, values, step, s, series) => {
  const points = values.map((x, i) => [i + 1, x]);
  return [
    <g class="ravine-to-come"><Part points={points.slice(Math.max(step - 1, 0))} s={s} series={series} /></g>,
    <Part points={points.slice(0, step)} s={s} series={series} />,
  ];
};

function drawAverages({ p, data, step, words, shown }) {
  const extent = { x: [0, p.steps], y: [-SPAN, SPAN], width: 380, height: 320 };
  const mark = (s, name) => step > 0 && shown(name) && <Mark point={[step, data[name][step - 1]]} s={s} series={name} />;
  return (
    <Panel key="averages" class="ravine-panel" named extent={extent} title={words.averages} xLabel={words.stepAxis} yLabel={words.value}>
      {(s) => [
        shown("examples") && soFar(Dots, data.values, step, s, "examples"),
        shown("true-signal") && soFar(Curve, data.truth, step, s, "true-signal"),
        shown("plain") && soFar(Curve, data.plain, step, s, "plain"),
        shown("corrected") && soFar(Curve, data.corrected, step, s, "corrected"),
        mark(s, "plain"),
        mark(s, "corrected"),
      ]}
    </Panel>
  );
}

function drawWeights({ p, data, step, words, shown }) {
  const plain = weights(p.beta, step);
  const sum = 1 - p.beta ** step;
  const oldest = Math.min(p.steps, Math.max(20, Math.ceil(5 * data.half)));
  const top = step ? Math.max(plain[0], plain[0] / sum) * 1.1 : 1;
  const extent = { x: [0, oldest], y: [0, top], width: 380, height: 320 };
  const points = (scale) => plain.slice(0, oldest + 1).map((weight, k) => [k, weight * scale]);
  return (
    <Panel key="weights" class="ravine-panel" extent={extent} title={words.weightsTitle} xLabel={words.age} yLabel={words.weight}>
      {(s) => [
        data.half > 0 && <path class="ravine-half" d={`M${s.x(data.half)} ${s.y(0)}V${s.y(top)}`} />,
        data.half > 0 && <text class="ravine-note" x={s.x(data.half) + 5} y={s.y(top) + 16}>{words.half}</text>,
        shown("plain") && <Dots points={points(1)} s={s} series="plain" />,
        shown("plain") && <Curve points={points(1)} s={s} series="plain" />,
        shown("corrected") && step > 0 && <Curve points={points(1 / sum)} s={s} series="corrected" />,
      ]}
    </Panel>
  );
}

const readout = ({ p, data, step, words }) => (
  <p key="numbers" class="ravine-readout">
    <span>{words.sum}: 1 − <i>β</i><sup>{step}</sup> = <b>{format(1 - p.beta ** step)}</b></span>
    <span>{words.half}: <b>{format(data.half)}</b></span>
  </p>
);

const draw = (view) => [drawAverages(view), drawWeights(view), readout(view)];

const summary = ({ p, data, step, words }) =>
  fill(step ? words.summary : words.beginning, {
    step,
    plain: data.plain[step - 1],
    corrected: data.corrected[step - 1],
    signal: data.truth[step - 1],
    sum: 1 - p.beta ** step,
    half: data.half,
  });

const table = ({ data: { truth, values, plain, corrected }, words }) => ({
  columns: [words.stepColumn, words.trueSignal, words.values, words.plain, words.corrected],
  rows: values.map((x, i) => [i + 1, truth[i], x, plain[i], corrected[i]]),
});

const series = (words) => [
  { name: "examples", label: words.values, mark: "dot" },
  { name: "true-signal", label: words.trueSignal },
  { name: "plain", label: words.plain },
  { name: "corrected", label: words.corrected },
];

export default figure({ compute, draw, summary, table, series });
