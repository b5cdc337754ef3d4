// A network of ten layers learns a hundred digits by gradient descent, drawn step by step: loss, units of a layer,
// signal and gradient in every layer. Takes initialiser ("zeros" | "equal" | "small" | "xavier" | "he"), activation
// ("relu" | "tanh"), learning_rate, layer, seed, steps.

import { Curve, Dots, Mark, Panel } from "../kit/chart.jsx";
import { figure } from "../kit/figure.jsx";
import { fill, format } from "../kit/format.js";
import { memo } from "../kit/memo.js";
import { normalNumbers, take } from "../random.js";

const [PIXELS, CLASSES, UNITS, LAYERS] = [64, 10, 16, 10];
const WIDTHS = [PIXELS, ...Array(LAYERS - 1).fill(UNITS), CLASSES];

/** Images as rows, each pixel's mean taken off and all scaled to the mean square 1; ten of each digit, in order. */
const images = memo(() => {
  const shades = Float64Array.from(RAVINE_DIGITS, (letter) => letter.charCodeAt(0) - 97);
  const count = shades.length / PIXELS;
  for (let j = 0; j < PIXELS; j += 1) {
    let mean = 0;
    for (let i = 0; i < count; i += 1) mean += shades[i * PIXELS + j] / count;
    for (let i = 0; i < count; i += 1) shades[i * PIXELS + j] -= mean;
  }
  const root = Math.sqrt(meanSquare(shades));
  return { count, x: shades.map((v) => v / root), labels: Array.from({ length: count }, (_, i) => Math.floor(i / (count / CLASSES))) };
});

const meanSquare = (values) => values.reduce((sum, v) => sum + v * v, 0) / values.length;

const DEVIATIONS = {
  zeros: () => 0, small: () => 0.01, xavier: (n, m) => Math.sqrt(2 / (n + m)), he: (n) => Math.sqrt(2 / n),
};

/** The weights of all layers, row by row, in the order of the layers from one source of numbers. */
function initialWeights(initialiser, seed) {
  const normal = normalNumbers(seed);
  return WIDTHS.slice(1).map((m, l) => {
    const n = WIDTHS[l];
    if (initialiser === "equal") return new Float64Array(n * m).fill(1 / n);
    const deviation = DEVIATIONS[initialiser](n, m);
    return take(n * m, () => deviation * normal());
  });
}

const ACTIVATIONS = {
  relu: { value: (z) => Math.max(z, 0), slope: (z) => Number(z > 0) },
  tanh: { value: Math.tanh, slope: (z) => 1 - Math.tanh(z) ** 2 },
};

// --- a layer on all images: x W + b, and on the way back dz Wᵀ, xᵀ dz and the column sums of dz

function forward(x, W, b, count, n, m) {
  const z = new Float64Array(count * m);
  for (let r = 0; r < count; r += 1) {
    for (let j = 0; j < m; j += 1) z[r * m + j] = b[j];
    for (let i = 0; i < n; i += 1) {
      const value = x[r * n + i];
      if (value === 0) continue; // half of the units behind a ReLU
      for (let j = 0; j < m; j += 1) z[r * m + j] += value * W[i * m + j];
    }
  }
  return z;
}

function byWeights(x, dz, count, n, m) {
  const [dW, db] = [new Float64Array(n * m), new Float64Array(m)];
  for (let r = 0; r < count; r += 1) {
    for (let j = 0; j < m; j += 1) db[j] += dz[r * m + j];
    for (let i = 0; i < n; i += 1) {
      const value = x[r * n + i];
      if (value === 0) continue;
      for (let j = 0; j < m; j += 1) dW[i * m + j] += value * dz[r * m + j];
    }
  }
  return { dW, db };
}

function byInput(dz, W, count, n, m) {
  const dx = new Float64Array(count * n);
  for (let r = 0; r < count; r += 1) {
    for (let i = 0; i < n; i += 1) {
      let sum = 0;
      for (let j = 0; j < m; j += 1) sum += dz[r * m + j] * W[i * m + j];
      dx[r * n + i] = sum;
    }
  }
  return dx;
}

/** Softmax and cross-entropy: the mean loss, its derivative by the logits, and the share that is right. */
function judge(logits, labels, count) {
  const dz = new Float64Array(count * CLASSES);
  let [loss, right] = [0, 0];
  for (let r = 0; r < count; r += 1) {
    const row = logits.subarray(r * CLASSES, (r + 1) * CLASSES);
    const highest = Math.max(...row);
    const exps = row.map((z) => Math.exp(z - highest));
    const sum = exps.reduce((a, b) => a + b, 0);
    loss += (Math.log(sum) + highest - row[labels[r]]) / count;
    right += row.indexOf(highest) === labels[r] ? 1 / count : 0;
    for (let j = 0; j < CLASSES; j += 1) dz[r * CLASSES + j] = (exps[j] / sum - Number(j === labels[r])) / count;
  }
  return { loss, right, dz };
}

/** The lengths of the columns of W: one for each unit. */
const lengths = (W, n, m) => Array.from({ length: m }, (_, j) => {
  let sum = 0;
  for (let i = 0; i < n; i += 1) sum += W[i * m + j] ** 2;
  return Math.sqrt(sum);
});

/** One pass both ways: what is seen, and the derivatives of all layers. */
function pass(weights, biases, { value, slope }) {
  const { x: first, labels, count } = images();
  const [inputs, signals] = [[], []];
  let x = first;
  weights.forEach((W, l) => {
    inputs.push(x);
    signals.push(forward(x, W, biases[l], count, WIDTHS[l], WIDTHS[l + 1]));
    x = signals[l].map(value);
  });
  const { loss, right, dz: top } = judge(signals.at(-1), labels, count);
  const [derivatives, gradients] = [[], []];
  let dz = top;
  for (let l = LAYERS - 1; l >= 0; l -= 1) {
    gradients[l] = meanSquare(dz);
    derivatives[l] = byWeights(inputs[l], dz, count, WIDTHS[l], WIDTHS[l + 1]);
    if (l) dz = byInput(dz, weights[l], count, WIDTHS[l], WIDTHS[l + 1]).map((d, i) => d * slope(signals[l - 1][i]));
  }
  const units = weights.slice(0, -1).map((W, l) => lengths(W, WIDTHS[l], WIDTHS[l + 1]));
  return { seen: { loss, right, signal: signals.map(meanSquare), gradient: gradients, units }, derivatives };
}

/** Whichever layer is shown, the same training. */
const train = memo((initialiser, activation, lr, seed, steps) => {
  const weights = initialWeights(initialiser, seed);
  const biases = WIDTHS.slice(1).map((m) => new Float64Array(m));
  const record = [];
  for (let t = 0; t <= steps; t += 1) {
    const { seen, derivatives } = pass(weights, biases, ACTIVATIONS[activation]);
    if (!Number.isFinite(seen.loss)) break;
    record.push(seen);
    derivatives.forEach(({ dW, db }, l) => {
      dW.forEach((d, i) => { weights[l][i] -= lr * d; });
      db.forEach((d, j) => { biases[l][j] -= lr * d; });
    });
  }
  return record;
}, 4);

export function compute({ initialiser, activation, learning_rate: lr, layer, seed, steps }) {
  const record = train(initialiser, activation, lr, seed, steps);
  return {
    last: record.length - 1, record, away: record.length <= steps,
    different: record.map(({ units }) => new Set(units[layer - 1]).size),
  };
}

// --- drawing

const CHANCE = Math.log(CLASSES);
const SMALLEST = 1e-12;
const seen = (v) => Math.min(Math.max(v, SMALLEST), 1e12);

const drawLoss = ({ p, data: { record }, step, words, shown }) => {
  const points = record.map(({ loss }, t) => [t, loss]);
  const extent = { x: [0, p.steps], y: [0, 1.1 * Math.max(CHANCE, Math.min(6, Math.max(...record.map((moment) => moment.loss))))], width: 380, height: 250 };
  return (
    <Panel key="loss" class="ravine-panel" named extent={extent} title={words.lossTitle} xLabel={words.stepAxis} yLabel={words.lossAxis}>
      {(s) => [
        shown("chance") && <Curve points={[[0, CHANCE], [p.steps, CHANCE]]} s={s} series="chance" />,
        shown("learning-loss") && <g class="ravine-to-come"><Curve points={points.slice(step)} s={s} series="learning-loss" /></g>,
        shown("learning-loss") && <Curve points={points.slice(0, step + 1)} s={s} series="learning-loss" />,
        shown("learning-loss") && <Mark point={points[step]} s={s} series="learning-loss" />,
      ]}
    </Panel>
  );
};

const drawUnits = ({ p, data: { record }, step, words, shown }) => {
  const lines = record[0].units[p.layer - 1].map((_, j) => record.map(({ units }, t) => [t, units[p.layer - 1][j]]));
  const all = lines.flat().map(([, v]) => v).filter(Number.isFinite);
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const air = Math.max(0.1 * (high - low), 0.02 * high, 0.01);
  const extent = { x: [0, p.steps], y: [Math.max(0, low - air), high + air], width: 380, height: 250 };
  return (
    <Panel key="units" class="ravine-panel" extent={extent} title={fill(words.unitsTitle, { layer: p.layer })}
      xLabel={words.stepAxis} yLabel={words.length}>
      {(s) => shown("units") && lines.flatMap((points) => [
        <Curve points={points.slice(0, step + 1)} s={s} series="units" />,
        <Mark point={points[step]} s={s} series="units" r={3} />,
      ])}
    </Panel>
  );
};

function drawLayers(name, title, { data: { record }, step, words, shown }) {
  const all = record.flatMap((moment) => moment[name]).map(seen).map(Math.log10);
  const extent = {
    x: [0.5, LAYERS + 0.5], y: [10 ** Math.floor(Math.min(-1, ...all)), 10 ** Math.ceil(Math.max(1, ...all))],
    log: true, width: 380, height: 220,
  };
  const points = (moment) => moment[name].map((v, l) => [l + 1, seen(v)]);
  return (
    <Panel key={name} class="ravine-panel" named extent={extent} title={title} xLabel={words.layerAxis} yLabel={words.meanSquare}>
      {(s) => [
        shown("first-moment") && <Curve points={points(record[0])} s={s} series="first-moment" />,
        shown(name) && <Curve points={points(record[step])} s={s} series={name} />,
        shown(name) && <Dots points={points(record[step])} s={s} series={name} />,
      ]}
    </Panel>
  );
}

const readout = ({ p, data, step, words }) => (
  <p key="numbers" class="ravine-readout">
    <span>{words.loss}: <b>{format(data.record[step].loss)}</b></span>
    <span>{words.right}: <b>{format(100 * data.record[step].right)} %</b></span>
    <span>{fill(words.different, { layer: p.layer })}: <b>{data.different[step]}</b></span>
  </p>
);

const draw = (view) => [
  drawLoss(view), drawUnits(view), readout(view),
  drawLayers("signal", view.words.signalTitle, view), drawLayers("gradient", view.words.gradientTitle, view),
];

function summary({ p, data, step, words }) {
  const { loss, right, signal, gradient } = data.record[step];
  const said = fill(words.summary, {
    step, loss, right: 100 * right, layer: p.layer, different: data.different[step],
    first: signal[0], last: signal.at(-1), gradientFirst: gradient[0], gradientLast: gradient.at(-1),
  });
  return data.away && step === data.last ? `${said} ${words.away}` : said;
}

const table = ({ p, data, words }) => ({
  columns: [words.stepColumn, words.loss, words.right, fill(words.different, { layer: p.layer })],
  rows: data.record.map(({ loss, right }, t) => [t, loss, right, data.different[t]]),
});

const series = (words) => [
  { name: "learning-loss", label: words.loss },
  { name: "chance", label: words.chance },
  { name: "units", label: words.units },
  { name: "signal", label: words.signal },
  { name: "gradient", label: words.gradient },
  { name: "first-moment", label: words.start },
];

export default figure({ compute, draw, summary, table, series });
