// The densities of the normal, uniform and truncated normal distribution of one variance, and of sums of n draws.
// Takes sigma, cut (in deviations of the bell that is cut), plain (the bell has the deviation sigma), count.

import { Curve, Panel } from "../kit/chart.jsx";
import { figure } from "../kit/figure.jsx";
import { fill } from "../kit/format.js";

const { abs, cos, exp, max, PI, sin, sqrt } = Math;

const bell = (u) => exp(-(u * u) / 2) / sqrt(2 * PI);

/** The mean of f(u) over the normal distribution within ±b, times the probability of lying there: Simpson's rule. */
function within(f, b) {
  const steps = 400;
  let sum = 0;
  for (let k = 0; k <= steps; k += 1) {
    const u = b * (-1 + (2 * k) / steps);
    sum += (k === 0 || k === steps ? 1 : k % 2 ? 4 : 2) * f(u) * bell(u);
  }
  return (sum * 2 * b) / steps / 3;
}

/** For deviation 1 the density, and the characteristic function E cos tx. */
const SHAPES = {
  normal: () => ({ density: bell, characteristic: (t) => exp(-(t * t) / 2) }),
  uniform: () => {
    const a = sqrt(3);
    return { density: (x) => (abs(x) <= a ? 1 / (2 * a) : 0), characteristic: (t) => (t ? sin(a * t) / (a * t) : 1) };
  },
  truncated: ({ cut, wide }) => {
    const kept = within(() => 1, cut);
    return {
      density: (x) => (abs(x) <= cut * wide ? bell(x / wide) / (kept * wide) : 0),
      characteristic: (t) => within((u) => cos(t * wide * u), cut) / kept,
    };
  },
};

const [REACH, FINE] = [60, 0.1]; // of the integral over t

/** The density of the sum of `count` draws over √count, by inversion of the characteristic function. */
function ofSum(characteristic, count, xs) {
  const ts = Array.from({ length: REACH / FINE + 1 }, (_, k) => k * FINE);
  const powers = ts.map((t) => characteristic(t / sqrt(count)) ** count * (t ? 1 : 0.5));
  return xs.map((x) => max(0, (FINE / PI) * ts.reduce((sum, t, k) => sum + powers[k] * cos(t * x), 0)));
}

const xs = Array.from({ length: 161 }, (_, i) => -4 + i / 20); // in deviations

export function compute({ sigma, cut, plain, count }) {
  const left = sqrt(within((u) => u * u, cut) / within(() => 1, cut)); // deviation of a bell of deviation 1, cut
  const wide = plain ? 1 : 1 / left;
  const scaled = (values, places = xs) => values.map((density, i) => [places[i] * sigma, density / sigma]);
  const curves = Object.fromEntries(Object.entries(SHAPES).map(([name, shape]) => {
    const { density, characteristic } = shape({ cut, wide });
    const edge = { uniform: sqrt(3), truncated: cut * wide }[name] ?? Infinity;
    const places = [...xs, -edge - 1e-9, -edge, edge, edge + 1e-9].filter(Number.isFinite).sort((a, b) => a - b);
    return [name, {
      one: scaled(places.map(density), places).filter(([x]) => abs(x) <= 4 * sigma),
      sum: scaled(ofSum(characteristic, count, xs)),
    }];
  }));
  return { curves, bound: sqrt(3) * sigma, bell: wide * sigma, cut: cut * wide * sigma, left: left * wide * sigma };
}

const NAMES = ["normal", "uniform", "truncated"];

function drawDensities(which, title, { p, data, words, shown }) {
  const all = NAMES.flatMap((name) => data.curves[name][which].map(([, y]) => y));
  const extent = { x: [-4 * p.sigma, 4 * p.sigma], y: [0, 1.1 * max(...all)], width: 380, height: 300 };
  return (
    <Panel key={which} class="ravine-panel" extent={extent} title={title} xLabel={words.value} yLabel={words.density}>
      {(s) => NAMES.filter(shown).map((name) => <Curve points={data.curves[name][which]} s={s} series={`${name}-weights`} />)}
    </Panel>
  );
}

const draw = (view) => [drawDensities("one", view.words.weights, view), drawDensities("sum", view.words.sums, view)];

const summary = ({ p, data, words }) => fill(words.summary, { sigma: p.sigma, ...data, variance: (data.left / p.sigma) ** 2 });

const table = ({ data, words }) => ({
  columns: [words.value, ...NAMES.map((name) => fill(words.columnSum, { name: words[name] }))],
  rows: data.curves.normal.sum.filter((_, i) => i % 8 === 0).map(([x], k) =>
    [x, ...NAMES.map((name) => data.curves[name].sum[8 * k][1])]),
});

const series = (words) => NAMES.map((name) => ({ name, label: words[name], line: `${name}-weights` }));

export default figure({ compute, draw, summary, table, series });
