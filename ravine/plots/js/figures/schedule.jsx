// Learning rates that rise and fall, or only fall: the rate at every step, and the expected loss of mini-batch descent in
// a ravine under it,
// beside those with the lowest and with the highest rate all along; pale behind each, one run, all with the same noise.
// Takes policy ("triangular" | "triangular2" | "exp_range" | "linear" | "cosine"), lowest, highest, half_cycle, gamma, steps, seed.

import { Curve, Mark, Panel } from "../kit/chart.jsx";
import { figure } from "../kit/figure.jsx";
import { fill, format } from "../kit/format.js";
import {
  cosineLearningRate, expRangeLearningRate, gradientStep, linearLearningRate, triangular2LearningRate, triangularLearningRate,
} from "../methods.js";
import { normalNumbers } from "../random.js";
import { quadratic } from "../surfaces.js";
import { add } from "../vectors.js";

const EIGENVALUES = [1 / 20, 1];
const { value, gradient } = quadratic({ condition_number: 20, rotation: 0, largest: 1 });
const START = [-4, 2.5];
const NOISE = 0.3; // standard deviation of a mini-batch's gradient, in each direction
const SHOWN_LOSSES = [1e-4, 30];

const CYCLES = {
  triangular: triangularLearningRate,
  triangular2: triangular2LearningRate,
  exp_range: expRangeLearningRate,
};
const FALLS = { linear: linearLearningRate, cosine: cosineLearningRate };

const NAMES = ["cyclical", "low", "high"];

export function compute({ policy, lowest, highest, half_cycle: halfCycle, gamma, steps, seed }) {
  const count = Array.from({ length: steps + 1 }, (_, k) => k);
  const rates = {
    cyclical: count.map((k) => policy in FALLS
      ? FALLS[policy](k, lowest, highest, steps)
      : CYCLES[policy](k, lowest, highest, halfCycle, gamma)),
    low: count.map(() => lowest),
    high: count.map(() => highest),
  };
  const ofEach = (f) => Object.fromEntries(NAMES.map((name) => [name, f(rates[name])]));
  return {
    last: steps,
    rates: rates.cyclical,
    cycles: policy in FALLS ? null : count.map((k) => Math.floor(1 + k / (2 * halfCycle))),
    runs: ofEach((rates) => descent(rates, seed)),
    expected: ofEach(expectedLosses),
  };
}

/** Mean losses over all noise, before the first step and after each: E w² ← (1 − ηλ)² E w² + η²s² in each direction. */
function expectedLosses(rates) {
  const losses = [value(START)];
  let squares = START.map((w) => w * w);
  for (const rate of rates.slice(0, -1)) {
    squares = squares.map((m, i) => (1 - rate * EIGENVALUES[i]) ** 2 * m + (rate * NOISE) ** 2);
    losses.push(0.5 * squares.reduce((sum, m, i) => sum + EIGENVALUES[i] * m, 0));
  }
  return losses;
}

/** The losses before the first step and after each, where step k moves with rates[k]. */
function descent(rates, seed) {
  const normal = normalNumbers(seed);
  const losses = [value(START)];
  let w = START;
  for (let k = 0; k < rates.length - 1; k += 1) {
    w = gradientStep(w, add(gradient(w), [NOISE * normal(), NOISE * normal()]), rates[k]);
    losses.push(value(w));
  }
  return losses;
}

const over = (values) => values.map((y, k) => [k, y]);
const bounded = (losses) => losses.map((y, k) => [k, Math.min(Math.max(y, SHOWN_LOSSES[0]), 10 * SHOWN_LOSSES[1])]);

function drawRates({ p, data, step, words, shown }) {
  const extent = { x: [0, p.steps], y: [0, 1.08 * Math.max(p.highest, p.lowest)], width: 380, height: 320 };
  return (
    <Panel key="rates" class="ravine-panel" extent={extent} title={words.rates} xLabel={words.stepsAxis} yLabel={words.rateAxis}>
      {(s) => [
        shown("low") && <Curve points={[[0, p.lowest], [p.steps, p.lowest]]} s={s} series="low" />,
        shown("high") && <Curve points={[[0, p.highest], [p.steps, p.highest]]} s={s} series="high" />,
        shown("cyclical") && <Curve points={over(data.rates)} s={s} series="cyclical" />,
        shown("cyclical") && <Mark point={[step, data.rates[step]]} s={s} series="cyclical" />,
      ]}
    </Panel>
  );
}

function drawLosses({ p, data, step, words, shown }) {
  const extent = { x: [0, p.steps], y: SHOWN_LOSSES, width: 380, height: 320, log: true };
  const curve = (s, name, losses, series = name) =>
    shown(name) && <Curve points={bounded(losses.slice(0, step + 1))} s={s} series={series} />;
  return (
    <Panel key="losses" class="ravine-panel" named="corner" extent={extent} title={words.losses} xLabel={words.stepsAxis} yLabel={words.lossAxis}>
      {(s) => [
        shown("runs") && NAMES.map((name) => curve(s, name, data.runs[name], `${name} ravine-run`)),
        NAMES.map((name) => curve(s, name, data.expected[name])),
        shown("cyclical") && <Mark point={[step, data.expected.cyclical[step]]} s={s} series="cyclical" />,
      ]}
    </Panel>
  );
}

const draw = (view) => [
  drawRates(view),
  drawLosses(view),
  <p key="now" class="ravine-readout">
    {view.data.cycles && <span>{view.words.cycle} <b>{format(view.data.cycles[view.step])}</b></span>}
    <span>{view.words.rateAxis} <b>{format(view.data.rates[view.step])}</b></span>
  </p>,
];

/** A series' name: the schedule that moves is the chosen one. */
const nameOf = (name, words, { policy }) => words[name === "cyclical" && policy in FALLS ? policy : name];

const summary = ({ data, step, words }) =>
  fill(data.cycles ? words.summary : words.fallSummary, {
    step,
    cycle: data.cycles?.[step],
    rate: data.rates[step],
    loss: data.expected.cyclical[step],
    low: data.expected.low[step],
    high: data.expected.high[step],
    run: data.runs.cyclical[step],
  });

const table = ({ data, words, p }) => ({
  columns: [
    words.stepColumn, ...(data.cycles ? [words.cycle] : []), words.rateAxis,
    ...NAMES.map((name) => nameOf(name, words, p)).flatMap((rate) => [fill(words.expectedLoss, { rate }), fill(words.runLoss, { rate })]),
  ],
  rows: data.rates.map((rate, k) => [
    k, ...(data.cycles ? [data.cycles[k]] : []), rate, ...NAMES.flatMap((name) => [data.expected[name][k], data.runs[name][k]]),
  ]),
});

const series = (words, { p }) => [...NAMES, "runs"].map((name) => ({ name, label: nameOf(name, words, p) }));

const moves = (name, { policy }) =>
  name === "gamma" ? policy === "exp_range" : name === "half_cycle" ? policy in CYCLES : true;

export default figure({ compute, draw, summary, table, series, moves });
