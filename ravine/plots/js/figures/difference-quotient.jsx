// Difference quotients of a function at a place: their chords, and their relative errors against the step h, computed
// in double or single precision as they stand. Takes function ("exp" | "sin" | "tanh" | "relu"), precision, place, h.

import { Curve, Mark, Panel } from "../kit/chart.jsx";
import { figure } from "../kit/figure.jsx";
import { fill } from "../kit/format.js";

/** Each function with its first three derivatives. */
const FUNCTIONS = {
  exp: [Math.exp, Math.exp, Math.exp, Math.exp],
  sin: [Math.sin, Math.cos, (x) => -Math.sin(x), (x) => -Math.cos(x)],
  tanh: [Math.tanh, (x) => 1 - Math.tanh(x) ** 2, (x) => -2 * Math.tanh(x) * (1 - Math.tanh(x) ** 2),
    (x) => -2 * (1 - Math.tanh(x) ** 2) * (1 - 3 * Math.tanh(x) ** 2)],
  relu: [(x) => Math.max(x, 0), (x) => (x > 0 ? 1 : 0), () => 0, () => 0],
};

/** How a result is rounded, by at most which share, the shortest step to try, and where an error of 0 is drawn. */
const PRECISIONS = {
  double: { round: (x) => x, epsilon: 2 ** -53, shortest: 1e-15, lowest: 1e-16 },
  single: { round: Math.fround, epsilon: 2 ** -24, shortest: 1e-7, lowest: 1e-8 },
};

/** The two quotients at x, every operation rounded. */
function quotients(f, x, h, round) {
  const at = (place) => round(f(round(place)));
  const slope = (rise, run) => round(round(rise) / round(run));
  return { central: slope(at(x + h) - at(x - h), 2 * h), oneSided: slope(at(x + h) - at(x), h) };
}

const PER_DECADE = 8;

export function compute({ function: name, precision, place, h }) {
  const { round, epsilon, shortest, lowest } = PRECISIONS[precision];
  const [f, first, second, third] = FUNCTIONS[name];
  const x = round(place);
  const [value, slope, bend, twist] = [f, first, second, third].map((g) => Math.abs(g(x)));
  const predicted = (step) => ({
    central: ((step * step * twist) / 6 + (epsilon * value) / step) / slope,
    oneSided: ((step * bend) / 2 + (2 * epsilon * value) / step) / slope,
  });
  const measured = (step) => {
    const found = quotients(f, x, round(step), round);
    const apart = (quotient) => Math.abs(quotient - first(x)) / slope;
    return { central: apart(found.central), oneSided: apart(found.oneSided) };
  };
  const count = Math.round(-Math.log10(shortest) * PER_DECADE);
  // to six digits, for engines differ in the last digit of a power, and rounding errors in all of theirs
  const steps = Array.from({ length: count + 1 }, (_, i) => Number((10 ** (-i / PER_DECADE)).toPrecision(6)));
  const best = { central: Math.cbrt((3 * epsilon * value) / twist), oneSided: Math.sqrt((4 * epsilon * value) / bend) };
  return {
    x, shortest, lowest, steps, best,
    measured: steps.map(measured), predicted: steps.map(predicted),
    here: measured(Math.max(h, shortest)),
    least: { central: predicted(best.central).central, oneSided: predicted(best.oneSided).oneSided },
  };
}

const HALF = 1.3; // of the axis around x

function drawChords({ p, data: { x }, words, shown }) {
  const [f, slope] = FUNCTIONS[p.function];
  const places = Array.from({ length: 121 }, (_, i) => x - HALF + (i * HALF) / 60);
  const values = places.map(f);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const extent = { x: [x - HALF, x + HALF], y: [low, high + 0.15 * (high - low)], width: 380, height: 320 };
  const across = (line) => [x - HALF, x + HALF].map((t) => [t, line(t)]);
  const chord = (name, s, from, to) => shown(name) && [
    <Curve points={across((t) => f(from) + ((t - from) * (f(to) - f(from))) / (to - from))} s={s} series={name} />,
    ...[from, to].map((end) => <Mark point={[end, f(end)]} s={s} series={name} r={4} />),
  ];
  return (
    <Panel key="chords" class="ravine-panel" extent={extent} title={words.chords} xLabel={words.x} yLabel={words.value}>
      {(s) => [
        shown("function") && <Curve points={places.map((place, i) => [place, values[i]])} s={s} series="function" />,
        shown("true-slope") && <Curve points={across((t) => f(x) + (t - x) * slope(x))} s={s} series="true-slope" />,
        chord("central", s, x - p.h, x + p.h),
        chord("one-sided", s, x, x + p.h),
      ]}
    </Panel>
  );
}

function drawErrors({ p, data, words, shown }) {
  const extent = { x: [data.shortest, 1], y: [data.lowest, 10], log: true, logX: true, width: 380, height: 320 };
  const curve = (errors, field) => data.steps.map((step, i) => [step, Math.max(errors[i][field], data.lowest)]);
  const h = Math.max(p.h, data.shortest);
  return (
    <Panel key="errors" class="ravine-panel" extent={extent} title={words.errors} xLabel={words.step} yLabel={words.error}>
      {(s) => [
        <path class="ravine-chosen-step" d={`M${s.x(h)} ${s.y(data.lowest)}V${s.y(10)}`} />,
        ...[["central", "central"], ["one-sided", "oneSided"]].filter(([name]) => shown(name)).flatMap(([name, field]) => [
          shown("predicted-error") && <Curve points={curve(data.predicted, field)} s={s} series="predicted-error" />,
          <Curve points={curve(data.measured, field)} s={s} series={name} />,
          <Mark point={[h, Math.max(data.here[field], data.lowest)]} s={s} series={name} r={4.5} />,
        ]),
      ]}
    </Panel>
  );
}

const draw = (view) => [drawChords(view), drawErrors(view)];

const summary = ({ p, data, words }) =>
  fill(p.function === "relu" ? words.kink : words.summary, {
    h: Math.max(p.h, data.shortest), ...data.here, bestCentral: data.best.central, bestOneSided: data.best.oneSided,
    leastCentral: data.least.central, leastOneSided: data.least.oneSided,
  });

const table = ({ data, words }) => ({
  columns: [words.step, words.central, words.oneSided, words.predictedCentral, words.predictedOneSided],
  rows: data.steps.flatMap((step, i) => (i % PER_DECADE ? [] : [
    [step, data.measured[i].central, data.measured[i].oneSided, data.predicted[i].central, data.predicted[i].oneSided],
  ])),
});

const series = (words) => [
  { name: "function", label: words.f },
  { name: "true-slope", label: words.tangent },
  { name: "central", label: words.central },
  { name: "one-sided", label: words.oneSided },
  { name: "predicted-error", label: words.predicted },
];

export default figure({ compute, draw, summary, table, series });
