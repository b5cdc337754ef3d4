// Lookahead: the rounds on the map, and beside it the loss along the line of the round shown, from its start (α = 0)
// to its finish (α = 1), with the parabola through L(0), L(1) and L′(1) and the picked α.
// Takes landscape ("ravine" | "valley"), picked ("fitted" | "fixed"), alpha, k, lr, beta, noise, start, rounds, seed.
// With noise every mini-batch has the loss L(w) + ξ·w, with a normal ξ of its own: one for each inner step, and one
// for the three numbers to which the parabola is fitted.

import { contourLayer, Curve, Dots, equalUnits, Handle, Mark, Panel } from "../kit/chart.jsx";
import { figure } from "../kit/figure.jsx";
import { fill, format } from "../kit/format.js";
import { bestAlpha, fitQuadratic, innerSteps, mix, momentumStep } from "../methods.js";
import { normalNumbers } from "../random.js";
import { surface } from "../surfaces.js";
import { add, dot, subtract, zeros } from "../vectors.js";

const RAVINE = { fields: { name: "Quadratic", condition_number: 20, rotation: 25, largest: 1 }, noise: 0.35, rings: 2 };
const VALLEY = { fields: { name: "Rosenbrock", a: 1, b: 1 }, scale: 0.0155, noise: 0.35, rings: 4 };
const LANDSCAPES = { ravine: RAVINE, valley: VALLEY };

/** A landscape, its loss scaled so that k = 5 steps from the first start end near for every rate of the slider. */
function landscapeOf({ fields, scale = 1 }) {
  const { value, gradient } = surface(fields);
  return { value: (w) => scale * value(w), gradient: (w) => gradient(w).map((g) => scale * g) };
}

export function compute({ landscape, picked, alpha, k, lr, beta, noise, start, rounds, seed }) {
  const { value, gradient } = landscapeOf(LANDSCAPES[landscape]);
  const size = noise ? LANDSCAPES[landscape].noise : 0;
  const batch = batches(size, seed);
  const inner = innerMethod(gradient, start, lr, beta, batch);
  const slow = [start];
  const history = [];
  for (let round = 0; round < rounds; round += 1) {
    const fast = innerSteps(inner, slow[round], k);
    const measured = measure(value, gradient, fast[0], fast[k], batch());
    const [a, b, c] = fitQuadratic(measured.loss0, measured.loss1, measured.slope1);
    const used = picked === "fixed" ? alpha : bestAlpha(a, b);
    slow.push(mix(used, fast[0], fast[k]));
    history.push({ ...measured, fast, a, b, c, alpha: used, after: value(slow[round + 1]) });
  }
  const alone = innerSteps(innerMethod(gradient, start, lr, beta, batches(size, seed)), start, k * rounds);
  return { last: rounds, slow, history, alone, value };
}

/** A function that returns the tilt ξ of a new mini-batch at each call. */
function batches(size, seed) {
  const normal = normalNumbers(seed);
  return () => [size * normal(), size * normal()];
}

/** Momentum on mini-batches; its velocity is kept from round to round. */
function innerMethod(gradient, start, lr, beta, batch) {
  let v = zeros(start);
  return (w) => {
    [w, v] = momentumStep(w, v, add(gradient(w), batch()), lr, beta);
    return w;
  };
}

/** What the parabola is fitted to, measured on one mini-batch whose loss is tilted by ξ·(w − start). */
function measure(value, gradient, start, finish, tilt) {
  const line = subtract(finish, start);
  return {
    loss0: value(start),
    loss1: value(finish) + dot(tilt, line),
    slope1: dot(add(gradient(finish), tilt), line),
  };
}

const contours = contourLayer(surface);
const MAP = equalUnits([0, 0], 5);
const LOW = -0.2;
const HIGH = 1.4;
const ALPHAS = Array.from({ length: 81 }, (_, i) => LOW + ((HIGH - LOW) * i) / 80);

/** The round to look at: the one that led to the step shown, or the first. */
const roundOf = ({ data, step }) => data.history[Math.max(step, 1) - 1];

function drawMap(view) {
  const { p, data, step, words, shown, set, trajectory } = view;
  const { fields, rings } = LANDSCAPES[p.landscape];
  const { fast } = roundOf(view);
  const slow = data.slow.slice(0, step + 1);
  return (
    <Panel key="map" class="ravine-panel" extent={MAP} title={words.map} role="group" xLabel="x₁" yLabel="x₂"
      over={(s) => <Handle point={p.start} s={s} label={words.start} onMove={(start) => set({ start })} />}>
      {(s) => [
        contours(fields, MAP, rings),
        shown("alone") && <Curve points={data.alone} s={s} series="alone" />,
        shown("before") && data.history.slice(0, Math.max(step - 1, 0)).map((round) => <Curve points={round.fast} s={s} series="before" />),
        shown("fast") && <Curve points={[fast[0], fast[p.k]]} s={s} series="along" />,
        shown("fast") && <Curve points={fast} s={s} series="fast" />,
        shown("fast") && <Dots points={fast} s={s} series="fast" />,
        trajectory && shown("yours") && <Curve points={trajectory} s={s} series="yours" />,
        shown("slow") && <Curve points={slow} s={s} series="slow" />,
        shown("slow") && slow.map((point) => <Mark point={point} s={s} series="slow" r={3.5} />),
        shown("chosen") && step > 0 && <Mark point={data.slow[step]} s={s} series="chosen" r={7} />,
      ]}
    </Panel>
  );
}

/** The line's true loss and its parabola, as points over α. */
function curves(view) {
  const { fast, a, b, c } = roundOf(view);
  const [start, finish] = [fast[0], fast[view.p.k]];
  return {
    truth: ALPHAS.map((t) => [t, view.data.value(mix(t, start, finish))]),
    parabola: ALPHAS.map((t) => [t, (a * t + b) * t + c]),
  };
}

/** An extent that holds the true loss on [0, 1], both measured ends and the parabola's lowest point there. */
function lineExtent(truth, parabola) {
  const inside = ([t, loss]) => t >= 0 && t <= 1 && Number.isFinite(loss);
  const losses = [...truth, ...parabola].filter(inside).map(([, loss]) => loss);
  const [low, high] = losses.length ? [Math.min(...losses), Math.max(...losses)] : [0, 1];
  const room = 0.12 * (high - low) || 1;
  return { x: [LOW, HIGH], y: [low - room, high + room], width: 380, height: 320 };
}

function drawLine(view) {
  const { words, shown } = view;
  const { loss0, loss1, slope1, alpha, a, b, c } = roundOf(view);
  const { truth, parabola } = curves(view);
  const extent = lineExtent(truth, parabola);
  return (
    <Panel key="line" class="ravine-panel" extent={extent} title={words.line} xLabel="α" yLabel={words.lossAxis}>
      {(s) => [
        shown("chosen") && <Curve points={[[alpha, extent.y[0]], [alpha, extent.y[1]]]} s={s} series="along" />,
        shown("true-loss") && <Curve points={truth} s={s} series="true-loss" />,
        shown("parabola") && <Curve points={parabola} s={s} series="parabola" />,
        shown("parabola") && <Curve points={[[0.85, loss1 - 0.15 * slope1], [1.15, loss1 + 0.15 * slope1]]} s={s} series="tangent" />,
        shown("parabola") && [[0, loss0], [1, loss1]].map((end) => <Mark point={end} s={s} series="parabola" r={4.5} hollow />),
        shown("chosen") && <Mark point={[alpha, (a * alpha + b) * alpha + c]} s={s} series="chosen" r={6} />,
      ]}
    </Panel>
  );
}

function draw(view) {
  const { a, b, alpha } = roundOf(view);
  return [
    drawMap(view),
    drawLine(view),
    <p key="fit" class="ravine-readout">
      <span><i>a</i> = <b>{format(a)}</b></span>
      <span><i>b</i> = <b>{format(b)}</b></span>
      <span>−<i>b</i>/2<i>a</i> = <b>{format(-b / (2 * a))}</b></span>
      <span><i>α</i> = <b>{format(alpha)}</b></span>
    </p>,
  ];
}

const summary = (view) => {
  const round = roundOf(view);
  const shown = Math.max(view.step, 1);
  const sentence = round.after < 1e6 ? view.words.summary : view.words.runsAway;
  return fill(sentence, { ...round, round: shown, place: view.data.slow[shown] });
};

const table = ({ data, words }) => ({
  columns: [words.round, "x₁", "x₂", "L(0)", "L(1)", "L′(1)", "a", "b", "α", words.lossAt],
  rows: data.history.map((r, i) => [i + 1, ...data.slow[i + 1], r.loss0, r.loss1, r.slope1, r.a, r.b, r.alpha, r.after]),
});

const series = (words, { trajectory }) => [
  { name: "slow", label: words.slow },
  { name: "fast", label: words.fast },
  { name: "before", label: words.before },
  { name: "alone", label: words.alone },
  { name: "true-loss", label: words.true },
  { name: "parabola", label: words.parabola },
  { name: "chosen", label: words.chosen },
  ...(trajectory ? [{ name: "yours", label: words.yours }] : []),
];

const moves = (name, { picked }) => name !== "alpha" || picked === "fixed";

export default figure({ compute, draw, summary, table, series, moves });
