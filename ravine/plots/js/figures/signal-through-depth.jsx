// Signal through depth: the variance of the pre-activations z and of the gradient ∂L/∂z in every layer of random
// networks, beside the predicted line, and histograms of the layers that the player has reached.
// Takes initialiser, activation ("linear" | "relu" | "tanh"), sigma, depth, width, seed, alternating, relative.

import { Curve, Dots, Note, Panel } from "../kit/chart.jsx";
import { figure } from "../kit/figure.jsx";
import { fill, format } from "../kit/format.js";
import { memo } from "../kit/memo.js";
import { normalNumbers, take, uniformNumbers } from "../random.js";

export const NETWORKS = 8;

// --- weights

const BOUND = 2; // of the truncated draw, in standard deviations
export const TRUNCATED_VARIANCE = 0.7737412964; // 1 − 4φ(2)/(2Φ(2) − 1)

/** What is drawn, with which factor of it in a layer from n to m units, and the variance of what is drawn. */
const INITIALISERS = {
  normal: { draw: "normal", scale: (_n, _m, sigma) => sigma },
  uniform: { draw: "uniform", scale: (_n, _m, sigma) => sigma },
  truncated: { draw: "truncated", scale: (_n, _m, sigma) => sigma, variance: () => TRUNCATED_VARIANCE },
  zeros: { draw: "constant", scale: () => 0, random: false },
  ones: { draw: "constant", scale: () => 1, random: false },
  constant: { draw: "constant", scale: (_n, _m, sigma) => sigma, random: false },
  lecun: { draw: "uniform", scale: (n) => Math.sqrt(1 / n) },
  xavier: { draw: "uniform", scale: (n, m) => Math.sqrt(2 / (n + m)) },
  he: { draw: "normal", scale: (n) => Math.sqrt(2 / n) },
  orthogonal: { draw: "orthogonal", scale: () => 1, variance: (n, m) => 1 / Math.max(n, m) },
  identity: { draw: "identity", scale: () => 1, random: false },
};

const drawNormal = (n, m, { normal }) => take(n * m, normal);

function drawTruncated(n, m, { normal }) {
  return take(n * m, () => {
    let x = normal();
    while (Math.abs(x) > BOUND) x = normal();
    return x;
  });
}

/** Gram and Schmidt's orthonormalisation of a normal draw: R's diagonal is positive, so it is Haar's distribution. */
function drawOrthogonal(n, m, source) {
  const [length, count] = [Math.max(n, m), Math.min(n, m)];
  const vectors = Array.from({ length: count }, () => drawNormal(length, 1, source));
  vectors.forEach((v, j) => {
    for (const u of vectors.slice(0, j)) {
      let along = 0;
      for (let i = 0; i < length; i += 1) along += u[i] * v[i];
      for (let i = 0; i < length; i += 1) v[i] -= along * u[i];
    }
    const size = Math.hypot(...v);
    for (let i = 0; i < length; i += 1) v[i] /= size;
  });
  return take(n * m, (k) => {
    const [row, column] = [Math.floor(k / m), k % m];
    return n >= m ? vectors[column][row] : vectors[row][column];
  });
}

const DRAWS = {
  normal: drawNormal,
  uniform: (n, m, { uniform }) => take(n * m, () => Math.sqrt(3) * (2 * uniform() - 1)),
  truncated: drawTruncated,
  orthogonal: drawOrthogonal,
  constant: (n, m) => new Float64Array(n * m).fill(1),
  identity: (n, m) => take(n * m, (k) => Number(Math.floor(k / m) === k % m)),
};

/** One input row, the matrices of all layers, row by row, and one gradient at the top, for each network. */
const drawNetworks = memo((draw, widths, seed) => {
  const source = { normal: normalNumbers(seed), uniform: uniformNumbers(seed + 1000) };
  return Array.from({ length: NETWORKS }, () => ({
    input: unitMeanSquare(drawNormal(1, widths[0], source)),
    top: unitMeanSquare(drawNormal(1, widths.at(-1), source)),
    matrices: widths.slice(1).map((m, l) => DRAWS[draw](widths[l], m, source)),
  }));
}, 2);

const meanSquare = (values) => values.reduce((sum, x) => sum + x * x, 0) / values.length;

function unitMeanSquare(values) {
  const root = Math.sqrt(meanSquare(values));
  return values.map((x) => x / root);
}

// --- what the networks do

const ACTIVATIONS = {
  linear: { value: (z) => z, slope: () => 1 },
  relu: { value: (z) => Math.max(z, 0), slope: (z) => Number(z > 0) },
  tanh: { value: Math.tanh, slope: (z) => 1 - Math.tanh(z) ** 2 },
};

/** x W and δ Wᵀ for a matrix that is kept row by row. */
function forward(x, W, m, scale) {
  const z = new Float64Array(m);
  for (let i = 0; i < x.length; i += 1) for (let j = 0; j < m; j += 1) z[j] += x[i] * W[i * m + j];
  return z.map((value) => scale * value);
}

function backward(delta, W, n, scale) {
  const m = delta.length;
  return take(n, (i) => {
    let sum = 0;
    for (let j = 0; j < m; j += 1) sum += delta[j] * W[i * m + j];
    return scale * sum;
  });
}

/** Signals z₁ … z_L of a network, with the input first, and gradients δ_L … δ₁, the top first. */
function pass({ input, top, matrices }, widths, scales, { value, slope }) {
  const signal = [input];
  let x = input;
  matrices.forEach((W, l) => {
    signal.push(forward(x, W, widths[l + 1], scales[l]));
    x = signal[l + 1].map(value);
  });
  const gradient = [top];
  for (let l = matrices.length - 1; l > 0; l -= 1) {
    const arriving = backward(gradient.at(-1), matrices[l], widths[l], scales[l]);
    gradient.push(arriving.map((d, i) => d * slope(signal[l][i])));
  }
  return { signal, gradient };
}

// --- what is predicted: the mean over all weights that one might draw, and the relative variance of one network

/** The mean of f(g) for g ~ N(0, 1). */
function normalMean(f) {
  let sum = 0;
  for (let k = -160; k <= 160; k += 1) sum += f(k / 20) * Math.exp(-((k / 20) ** 2) / 2);
  return sum / (20 * Math.sqrt(2 * Math.PI));
}

const NEARBY = 0.02;

/**
 * Of f(z) for z ~ N(0, v), times an independent factor of this kurtosis: the mean F(v) of its square, the relative
 * variance `spread`/n of the mean square of n such units, the `elasticity` vF′/F and the `curvature` v²F″/F.
 */
function moments(f, v, kurtosis = 1) {
  const power = (exponent, v) => normalMean((g) => f(Math.sqrt(v) * g) ** exponent);
  const mean = power(2, v);
  const [less, more] = [power(2, v * (1 - NEARBY)) / mean, power(2, v * (1 + NEARBY)) / mean];
  return {
    mean,
    spread: (kurtosis * power(4, v)) / mean ** 2 - 1,
    elasticity: (more - less) / (2 * NEARBY),
    curvature: (more + less - 2) / NEARBY ** 2,
  };
}

/**
 * What an activation does to z ~ N(0, v), and to a gradient that arrives there. `onSphere` is the `spread` of units whose
 * sum of squares does not vary: what goes with that sum, 2·elasticity² (and 2 for the gradient's own), is taken off.
 */
const THROUGH = {
  linear: () => ({
    signal: { mean: 1, spread: 2, onSphere: 0, elasticity: 1, curvature: 0 },
    gradient: { mean: 1, spread: 2, onSphere: 0, curvature: 0 },
  }),
  relu: () => ({
    signal: { mean: 0.5, spread: 5, onSphere: 3, elasticity: 1, curvature: 0 },
    gradient: { mean: 0.5, spread: 5, onSphere: 3, curvature: 0 },
  }),
  tanh(v) {
    const { value, slope } = ACTIVATIONS.tanh;
    const [signal, gradient] = [moments(value, v), moments(slope, v, 3)];
    return {
      signal: { ...signal, mean: signal.mean / v, onSphere: signal.spread - 2 * signal.elasticity ** 2 },
      gradient: { ...gradient, onSphere: gradient.spread - 2 * gradient.elasticity ** 2 - 2 },
    };
  },
};

/** The relative variance of the mean square of xW over random matrices W from n to m units, for a given x. */
const matrixSpread = (orthogonal, n, m) => (orthogonal ? (m >= n ? 0 : (1 + 2 / m) / (1 + 2 / n) - 1) : 2 / m);

/** The same after an activation of the m units; an orthogonal matrix leaves xW uniform on a sphere. */
function unitSpread(orthogonal, n, m, { spread, onSphere, elasticity }) {
  if (!orthogonal) return spread / m;
  return (1 + elasticity ** 2 * matrixSpread(orthogonal, n, m)) * (1 + onSphere / (m + 2)) - 1;
}

/** The mean over networks whose sum of squares varies, up to second order; n normal units bring 2/n of it themselves. */
const meanOver = (own, variance, n) => own.mean * (1 + (own.curvature / 2) * (variance - 2 / n));

const predict = memo((activation, widths, variances, orthogonal) => {
  const layers = variances.length;
  const through = [];
  const signal = [{ mean: 1, variance: 0 }];
  let [square, variance] = [1, 0]; // of the activations' mean square
  for (let l = 0; l < layers; l += 1) {
    const [n, m] = [widths[l], widths[l + 1]];
    const mean = n * variances[l] * square;
    signal.push({ mean, variance: (1 + variance) * (1 + matrixSpread(orthogonal, n, m)) - 1 });
    through.push(THROUGH[activation](mean));
    const own = through[l].signal;
    square = mean * meanOver(own, signal.at(-1).variance, m);
    variance = (1 + own.elasticity ** 2 * variance) * (1 + unitSpread(orthogonal, n, m, own)) - 1;
  }
  const gradient = [{ mean: 1, variance: 0 }];
  for (let l = layers - 1; l > 0; l -= 1) {
    const [n, m] = [widths[l], widths[l + 1]];
    const [own, above] = [{ ...through[l - 1].gradient, elasticity: 1 }, gradient.at(-1)];
    const grown = unitSpread(orthogonal, m, n, own);
    const passed = meanOver(own, signal[l].variance, n);
    gradient.push({ mean: above.mean * m * variances[l] * passed, variance: (1 + above.variance) * (1 + grown) - 1 });
  }
  return { signal: signal.map(range), gradient: gradient.map(range) };
});

/** Where 95 % of the means over all networks lie, if they are distributed log-normally. */
function range({ mean, variance }) {
  const log = Math.log1p(variance / NETWORKS);
  const [middle, wide] = [mean * Math.exp(-log / 2), Math.exp(1.96 * Math.sqrt(log))];
  return { mean, variance, low: middle / wide, high: middle * wide };
}

/** Whether in each layer but the top all units have the same signal and the same gradient. */
const unitsAreEqual = ({ signal, gradient }) =>
  [...signal.slice(1, -1), ...gradient.slice(1)].every((units) => units.every((x) => x === units[0]));

const layerWidths = (width, depth, alternating) =>
  Array.from({ length: depth + 1 }, (_, l) => (alternating && l % 2 ? width / 2 : width));

export function compute({ initialiser, activation, sigma, depth, width, seed, alternating }) {
  const { draw, scale, variance = () => 1, random = true } = INITIALISERS[initialiser];
  const widths = layerWidths(width, depth, alternating);
  const layers = widths.slice(1).map((m, l) => [widths[l], m]);
  const scales = layers.map(([n, m]) => scale(n, m, sigma));
  const variances = layers.map(([n, m], l) => variance(n, m) * scales[l] ** 2);
  const passed = drawNetworks(draw, widths, seed).map((network) => pass(network, widths, scales, ACTIVATIONS[activation]));
  const together = (name) => passed[0][name].map((_, k) => passed.map((network) => network[name][k]));
  const measure = (parts) => parts.reduce((sum, part) => sum + meanSquare(part), 0) / parts.length;
  const [signal, gradient] = [together("signal"), together("gradient")];
  return {
    last: depth,
    signal: { values: signal, measured: signal.map(measure) },
    gradient: { values: gradient, measured: gradient.map(measure) },
    equal: passed.every(unitsAreEqual),
    predicted: random ? predict(activation, widths, variances, draw === "orthogonal") : null,
  };
}

// --- drawing

const SMALLEST = 1e-100;

/** Whole powers of ten around everything that is drawn in a panel. */
function decades(measured, predicted) {
  const all = [...measured, ...(predicted ?? []).flatMap(({ mean, low, high }) => [mean, low, high])];
  const seen = all.filter((v) => v > SMALLEST && v < 1 / SMALLEST).map(Math.log10);
  const [low, high] = [Math.floor(Math.min(-1, ...seen)), Math.ceil(Math.max(1, ...seen))];
  return [10 ** low, 10 ** high];
}

const band = (layers, range, s) => {
  const edge = (name) => layers.map((layer, k) => `${s.x(layer).toFixed(1)} ${s.y(range[k][name]).toFixed(1)}`);
  return <path class="ravine-band" d={`M${edge("high").join("L")}L${edge("low").reverse().join("L")}Z`} />;
};

/** A measured curve and its prediction, or both divided by the predicted mean. */
function asShown({ measured, predicted, relative }) {
  if (!relative || !predicted) return { measured, predicted };
  const over = ({ mean, low, high }) => ({ mean: 1, low: low / mean, high: high / mean });
  return { measured: measured.map((v, k) => v / predicted[k].mean), predicted: predicted.map(over) };
}

/** Mean squares against the layers, in the order in which they are passed, up to the `step`-th. */
function drawVariance({ name, layers, reached, view: { data, words, shown, p } }) {
  const { measured, predicted } =
    asShown({ measured: data[name].measured, predicted: data.predicted?.[name], relative: p.relative });
  const ratio = p.relative && predicted;
  const extent = { x: [0, p.depth], y: decades(measured, predicted), log: true, width: 380, height: 250 };
  const points = (values) => values.map((v, k) => [layers[k], v]);
  const until = points(measured).slice(0, reached);
  return (
    <Panel key={name} class="ravine-panel" extent={extent} xLabel={words.layer} yLabel={ratio ? words.ratio : words.meanSquare}
      title={words[`${name}${ratio ? "Ratio" : "Title"}`]}>
      {(s) => [
        predicted && shown("predicted") && band(layers, predicted, s),
        predicted && shown("predicted") && <Curve points={points(predicted.map(({ mean }) => mean))} s={s} series="predicted" />,
        shown(name) && <Curve points={until} s={s} series={name} />,
        shown(name) && <Dots points={until} s={s} series={name} />,
      ]}
    </Panel>
  );
}

const [BINS, WIDE] = [27, 4];

/** Shares of the values in bins over ±4 root mean squares `root`, and the share `off` of those that are exactly 0. */
export function histogram(parts) {
  const root = Math.sqrt(parts.reduce((sum, part) => sum + meanSquare(part), 0) / parts.length);
  const half = WIDE * (root || 1);
  const counts = new Array(BINS).fill(0);
  let [all, off] = [0, 0];
  for (const part of parts) {
    for (const value of part) {
      all += 1;
      off += value === 0;
      const bin = Math.floor(((value / half + 1) / 2) * BINS);
      if (bin >= 0 && bin < BINS) counts[bin] += 1;
    }
  }
  return { root, off: off / all, shares: counts.map((count) => count / all) };
}

function drawHistogram({ name, parts, title, view: { words, shown } }) {
  const { root, off, shares } = histogram(parts);
  const extent = { x: [-WIDE, WIDE], y: [0, Math.max(0.2, ...shares) * 1.05], width: 380, height: 200 };
  const bar = (s) => (share, bin) => {
    const [left, right] = [bin, bin + 1].map((b) => s.x(-WIDE + (2 * WIDE * b) / BINS));
    return `M${left.toFixed(1)} ${s.y(0)}V${s.y(share).toFixed(1)}H${(right - 0.8).toFixed(1)}V${s.y(0)}Z`;
  };
  return (
    <Panel key={`${name}-histogram`} class="ravine-panel" extent={extent} title={title} xLabel={`× ${format(root)}`} yLabel={words.share}>
      {(s) => shown(name) && [
        <path class={`ravine-bars ravine-${name}`} d={shares.map(bar(s)).join("")} />,
        off > 0.01 && <Note at={[0.35, extent.y[1] * 0.93]} s={s}>{fill(words.off, { share: 100 * off })}</Note>,
      ]}
    </Panel>
  );
}

/** The layers that are reached at a step: the signal's from below, the gradient's from above. */
const reach = ({ step, p }) => ({ up: step, down: Math.max(step - 1, 0), layer: p.depth - Math.max(step - 1, 0) });

function draw(view) {
  const { data, words, p, step } = view;
  const { up, down, layer } = reach(view);
  const upwards = data.signal.measured.map((_, k) => k);
  const downwards = data.gradient.measured.map((_, k) => p.depth - k);
  const signalTitle = up ? words.signalHistogram.replace("{layer}", up) : words.inputs;
  return [
    drawVariance({ name: "signal", layers: upwards, reached: up + 1, view }),
    drawVariance({ name: "gradient", layers: downwards, reached: step ? down + 1 : 0, view }),
    drawHistogram({ name: "signal", parts: data.signal.values[up], title: signalTitle, view }),
    drawHistogram({
      name: "gradient", parts: data.gradient.values[down], title: words.gradientHistogram.replace("{layer}", layer), view,
    }),
  ];
}

function summary(view) {
  const { data: { signal, gradient, predicted, equal }, words } = view;
  const { up, down, layer } = reach(view);
  return fill(predicted ? words.summary : equal ? words.summaryEqual : words.summaryUnpredicted, {
    layer: up,
    below: layer,
    signal: signal.measured[up],
    gradient: gradient.measured[down],
    predicted: predicted?.signal[up].mean,
    predictedGradient: predicted?.gradient[down].mean,
  });
}

const between = (predicted, k) => (predicted ? `${format(predicted[k].low)} – ${format(predicted[k].high)}` : "–");

const table = ({ data: { signal, gradient, predicted, last }, words }) => ({
  columns: [
    words.layerColumn, ...[words.signalColumn, words.gradientColumn].flatMap((what) =>
      [what, `${what}, ${words.predictedColumn}`, `${what}, 95 %`]),
  ],
  rows: signal.measured.map((measured, l) => {
    const own = [l, measured, predicted?.signal[l].mean ?? "–", between(predicted?.signal, l)];
    const k = last - l;
    if (l === 0) return [...own, "–", "–", "–"];
    return [...own, gradient.measured[k], predicted?.gradient[k].mean ?? "–", between(predicted?.gradient, k)];
  }),
});

const series = (words, { data }) => [
  { name: "signal", label: words.signal },
  { name: "gradient", label: words.gradient },
  ...(data.predicted ? [{ name: "predicted", label: words.predicted }] : []),
];

/** Only weights of that deviation ask for σ, and only random ones have a prediction to divide by. */
const moves = (name, { initialiser }) =>
  name === "sigma" ? ["normal", "uniform", "truncated", "constant"].includes(initialiser)
  : name !== "relative" || INITIALISERS[initialiser].random !== false;

export default figure({ compute, draw, summary, table, series, moves });
