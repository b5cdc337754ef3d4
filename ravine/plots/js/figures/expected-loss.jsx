// The exact expected loss of a noisy descent under any schedule of learning rates.
// Takes schedule ("constant" | … | "best" | "own"), falling (share of the steps in which "stable" falls), warmup, method
// ("descent" | … | "scheduleFree"), tuned, highest, beta, k, alpha, kept, noise, drawn (the rates of a schedule drawn by
// hand, at eleven places).

import { Curve, Handle, Mark, Panel } from "../kit/chart.jsx";
import { figure } from "../kit/figure.jsx";
import { fill, format } from "../kit/format.js";
import { memo } from "../kit/memo.js";
import { CURVATURES, expectedEnd, expectedParts, gradientOfEnd, methodOf, STEPS } from "../expected-loss.js";
import { adamStep } from "../methods.js";

const KNOTS = 11;
const PITCH = STEPS / (KNOTS - 1); // steps from knot to knot
const SHOWN_RATES = [0.004, 30];
const AVERAGES = ["tail", "ema", "scheduleFree"];
const EACH_STEP = Array.from({ length: STEPS }, (_, t) => t);

/** The shapes of the schedules, as shares of the highest rate, by the share x of the way. */
const SHAPES = {
  constant: () => 1,
  triangles: (x) => 0.05 + 0.95 * (1 - Math.abs(((4 * x) % 2) - 1)),
  hyperbola: (x) => 1 / (1 + 20 * x),
  linear: (x) => 1 - x,
  cosine: (x) => (1 + Math.cos(Math.PI * x)) / 2,
  stable: (x, falling) => Math.min(1, (1 - x) / falling),
};

/** The share of the highest rate at step t: a straight line up in the first `warmup` steps, then the shape. */
const shareAt = (schedule, { falling, warmup }) => (t) =>
  (t < warmup ? (t + 1) / warmup : SHAPES[schedule](Math.min(1, (t - warmup) / (STEPS - warmup)), falling));

/** The rate of every step from the logarithms of the rates at the knots, straight between them. */
const rateAt = (logs, t) => {
  const i = Math.min(Math.floor(t / PITCH), KNOTS - 2);
  const share = t / PITCH - i;
  return Math.exp((1 - share) * logs[i] + share * logs[i + 1]);
};
const throughKnots = (knots) => {
  const logs = knots.map(Math.log);
  return EACH_STEP.map((t) => rateAt(logs, t));
};

const TRIES = 81;

/** The highest rate with which a shape ends lowest. */
const bestHighest = memo((schedule, settings) => {
  const shares = EACH_STEP.map(shareAt(schedule, settings));
  const top = 0.999 * methodOf(settings).limit;
  let best = { end: Infinity };
  for (let i = 0; i < TRIES; i += 1) {
    const highest = 0.01 * (top / 0.01) ** (i / (TRIES - 1));
    const end = expectedEnd(settings, shares.map((share) => highest * share));
    if (end < best.end) best = { highest: Number(highest.toPrecision(3)), end };
  }
  return best.highest;
});

const [SEARCH, LONG] = [250, 0.06]; // steps of Adam in the logarithms, and its learning rate at first

/** The knots that end lowest, as far as Adam finds them from the best cosine; no rate beyond what is stable. */
export const bestKnots = memo((settings) => {
  const limit = Math.log(0.999 * methodOf(settings).limit);
  const first = bestHighest("cosine", { ...settings, warmup: 0 });
  let logs = Array.from({ length: KNOTS }, (_, i) => Math.log(first * Math.max(SHAPES.cosine((i * PITCH) / STEPS), 0.01)));
  let [m, v] = [logs.map(() => 0), logs.map(() => 0)];
  let best = { end: Infinity };
  for (let n = 1; n <= SEARCH; n += 1) {
    const rates = EACH_STEP.map((t) => rateAt(logs, t));
    const end = expectedEnd(settings, rates);
    if (end < best.end) best = { end, logs };
    const slopes = gradientOfEnd(settings, rates);
    const gradient = logs.map(() => 0);
    EACH_STEP.forEach((t) => {
      const i = Math.min(Math.floor(t / PITCH), KNOTS - 2);
      const share = t / PITCH - i;
      gradient[i] += slopes[t] * rates[t] * (1 - share);
      gradient[i + 1] += slopes[t] * rates[t] * share;
    });
    [logs, m, v] = adamStep(logs, m, v, n, gradient, LONG * (1 - n / SEARCH), 0.8, 0.95, 1e-10);
    logs = logs.map((x) => Math.min(Math.max(x, Math.log(SHOWN_RATES[0])), limit));
  }
  return best.logs.map((x) => Number(Math.exp(x).toPrecision(4)));
});

/** The rate of every step, and the rates at the knots. */
function ratesOf({ schedule, tuned, highest, drawn }, settings) {
  if (schedule === "own" || schedule === "best") {
    const knots = schedule === "own" ? drawn : bestKnots(settings);
    return { rates: throughKnots(knots), knots };
  }
  const top = tuned ? bestHighest(schedule, settings) : highest;
  const rate = (t) => top * shareAt(schedule, settings)(t);
  return { rates: EACH_STEP.map(rate), knots: Array.from({ length: KNOTS }, (_, i) => rate(Math.min(i * PITCH, STEPS - 1))) };
}

export function compute(p) {
  const { method, noise, beta, k, alpha, kept, falling, warmup } = p;
  const settings = { method, noise, beta, k, alpha, kept, falling, warmup };
  const plain = { ...settings, method: AVERAGES.includes(method) ? "descent" : method, warmup: 0 }; // to compare with
  const { rates, knots } = ratesOf(p, settings);
  const parts = expectedParts(settings, rates);
  const total = (parts) => parts[0].map((_, t) => parts.reduce((sum, part) => sum + part[t], 0));
  const constantRate = bestHighest("constant", plain);
  const [loss, way] = [total(parts), total(expectedParts({ ...settings, noise: 0 }, rates))]; // the means go as without noise
  return {
    last: STEPS, rates, knots, parts, constantRate, loss, way,
    gathered: loss.map((all, t) => all - way[t]),
    constant: total(expectedParts(plain, EACH_STEP.map(() => constantRate))),
    limit: methodOf(settings).limit,
  };
}

const clipped = ([low, high], values) => values.map((y, t) => [t, Math.min(Math.max(y, low / 10), high * 10)]);

function drawRates({ data, words, set, shown }) {
  const extent = { x: [0, STEPS], y: SHOWN_RATES, log: true, width: 380, height: 320 };
  const move = (i) => ([, rate]) =>
    set({ schedule: "own", drawn: data.knots.map((x, j) => Number((j === i ? rate : Math.max(x, SHOWN_RATES[0])).toPrecision(4))) });
  return (
    <Panel key="rates" class="ravine-panel" named extent={extent} title={words.rates} role="group" xLabel={words.stepAxis} yLabel={words.rateAxis}
      over={(s) => data.knots.map((rate, i) => (
        <Handle key={i} point={[i * PITCH, Math.max(rate, SHOWN_RATES[0])]} s={s} series="knot" upright
          label={fill(words.knot, { step: i * PITCH })} onMove={move(i)} />
      ))}>
      {(s) => [
        shown("bound") && <Curve points={[[0, data.limit], [STEPS, data.limit]]} s={s} series="bound" />,
        shown("reference") && <Curve points={[[0, data.constantRate], [STEPS, data.constantRate]]} s={s} series="reference" />,
        shown("scheduled") && <Curve points={clipped(SHOWN_RATES, data.rates)} s={s} series="scheduled" />,
      ]}
    </Panel>
  );
}

const SHOWN_LOSSES = [1e-5, 10];

function drawLosses({ data, step, words, shown }) {
  const extent = { x: [0, STEPS], y: SHOWN_LOSSES, log: true, width: 380, height: 320 };
  const upTo = (values) => clipped(SHOWN_LOSSES, values.slice(0, step + 1));
  return (
    <Panel key="losses" class="ravine-panel" named="corner" extent={extent} title={words.losses} xLabel={words.stepAxis} yLabel={words.lossAxis}>
      {(s) => [
        shown("parts") && data.parts.map((part) => <Curve points={upTo(part)} s={s} series="parts" />),
        shown("reference") && <Curve points={clipped(SHOWN_LOSSES, data.constant)} s={s} series="reference" />,
        shown("still-to-go") && <Curve points={upTo(data.way)} s={s} series="still-to-go" />,
        shown("gathered-noise") && <Curve points={upTo(data.gathered)} s={s} series="gathered-noise" />,
        shown("scheduled") && <Curve points={upTo(data.loss)} s={s} series="scheduled" />,
        shown("scheduled") && <Mark point={[step, data.loss[step]]} s={s} series="scheduled" />,
      ]}
    </Panel>
  );
}

const draw = (view) => [drawRates(view), drawLosses(view)];

function summary({ data: { loss, way, gathered, constant, constantRate, rates, limit }, step, words }) {
  const away = !(loss.at(-1) < 1e6);
  return fill(away ? words.summaryAway : words.summary, {
    step, constantRate, limit,
    last: STEPS, now: loss[step], way: way[step], gathered: gathered[step], start: loss[0], end: loss.at(-1), constant: constant.at(-1),
    first: rates[0], final: rates.at(-1), highest: Math.max(...rates),
  });
}

const table = ({ data: { rates, loss, way, gathered, parts, constant }, words }) => ({
  columns: [words.stepColumn, words.rateAxis, words.lossColumn, words.way, words.gathered, words.flatColumn, words.steepColumn, words.reference],
  rows: loss.map((sum, t) => [t, rates[t] ?? "–", sum, way[t], gathered[t], parts[0][t], parts[CURVATURES.length - 1][t], constant[t]]),
});

const series = (words) => [
  { name: "scheduled", label: words.rate },
  { name: "still-to-go", label: words.way },
  { name: "gathered-noise", label: words.gathered },
  { name: "parts", label: words.parts },
  { name: "reference", label: words.reference },
  { name: "bound", label: words.bound },
];

const moves = (name, { method, schedule, tuned }) => {
  const shaped = schedule !== "best" && schedule !== "own";
  return {
    tuned: shaped, highest: shaped && !tuned, falling: schedule === "stable", warmup: shaped,
    beta: method === "momentum" || method === "scheduleFree", kept: method === "ema", k: method === "lookahead", alpha: method === "lookahead",
  }[name] ?? true;
};

export default figure({ compute, draw, summary, table, series, moves });
