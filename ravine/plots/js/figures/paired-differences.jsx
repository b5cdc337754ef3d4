// Runs of two methods with equal seeds, and what they say of the difference: its mean after 2, 3, … seeds with the
// interval of 19 in 20, by pairs and as if the runs shared nothing.
// Takes seeds, first and second (names), measured ([a, b] by seed), and without it difference, shared, own, draw.

import { Curve, Dots, Panel } from "../kit/chart.jsx";
import { figure } from "../kit/figure.jsx";
import { fill } from "../kit/format.js";
import { normalNumbers } from "../random.js";

const MEAN_ACCURACY = 0.93;
const MOST_SEEDS = 120;
const FIRST = 4; // seeds: with fewer an interval fills the picture

/** Accuracies of both methods, of 120 seeds: a luck that they share, and one of each run. */
function simulated({ difference, shared, own, draw }) {
  const normal = normalNumbers(draw);
  const pairs = Array.from({ length: MOST_SEEDS }, () => {
    const luck = MEAN_ACCURACY + shared * normal();
    return [luck + difference + own * normal(), luck + own * normal()];
  });
  return [0, 1].map((which) => pairs.map((pair) => pair[which]));
}

const mean = (values) => values.reduce((sum, x) => sum + x, 0) / values.length;
const variance = (values) => {
  const middle = mean(values);
  return values.reduce((sum, x) => sum + (x - middle) ** 2, 0) / (values.length - 1);
};

const Z = 1.959963984540054; // 97.5 per cent of N(0, 1) lie below

/** The 97.5 per cent quantile of Student's t, as ravine/problems/referee.py has it. */
export const student = (n, z = Z) =>
  z + (z ** 3 + z) / (4 * n) + (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * n ** 2) +
  (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / (384 * n ** 3);

/** What n seeds say: the mean difference, its standard error, and both intervals. */
function after(n, a, b) {
  const [mine, theirs] = [a.slice(0, n), b.slice(0, n)];
  const differences = mine.map((x, k) => x - theirs[k]);
  const error = Math.sqrt(variance(differences) / n);
  const apart = Math.sqrt((variance(mine) + variance(theirs)) / n);
  const middle = mean(differences);
  const ends = (error, degrees) => [-1, 1].map((side) => middle + side * student(degrees) * error);
  return { n, mean: middle, error, pairs: ends(error, n - 1), apart: ends(apart, 2 * n - 2) };
}

export function compute(p) {
  const [a, b] = p.measured.length ? p.measured : simulated(p);
  const most = Math.min(p.seeds, a.length);
  return { a: a.slice(0, most), b: b.slice(0, most), all: [...a, ...b],
    rows: Array.from({ length: Math.max(most - FIRST + 1, 1) }, (_, k) => after(k + FIRST, a, b)) };
}

const POINT = 0.01; // of accuracy, the unit of the second picture

const over = (values) => values.map((y, k) => [k + 1, y]);

function drawRuns({ p, data, words, shown }) {
  const [low, high] = [Math.min(...data.all), Math.max(...data.all)];
  const margin = 0.05 * (high - low);
  const extent = { x: [0, p.seeds + 1], y: [low - margin, high + margin], width: 380, height: 320 };
  return (
    <Panel key="runs" class="ravine-panel" extent={extent} title={words.accuracies} xLabel={words.seedAxis} yLabel={words.accuracyAxis}>
      {(s) => [
        ...data.a.map((x, k) => <Curve points={[[k + 1, x], [k + 1, data.b[k]]]} s={s} series="pair" />),
        shown("first") && <Dots points={over(data.a)} s={s} series="first" />,
        shown("second") && <Dots points={over(data.b)} s={s} series="second" />,
      ]}
    </Panel>
  );
}

function drawMeans({ data, words, shown }) {
  const last = data.rows.at(-1);
  const half = (1.2 * Math.max(...[...last.pairs, ...last.apart].map(Math.abs), 3 * last.error)) / POINT;
  const extent = { x: [FIRST, Math.max(last.n, FIRST + 1)], y: [-half, half], width: 380, height: 320 };
  const ends = (name, s) => shown(name) && [0, 1].map((side) =>
    <Curve points={data.rows.map((row) => [row.n, row[name][side] / POINT])} s={s} series={name} />);
  return (
    <Panel key="means" class="ravine-panel" extent={extent} title={words.means} xLabel={words.seedsAxis} yLabel={words.differenceAxis}>
      {(s) => [
        <Curve points={[[extent.x[0], 0], [extent.x[1], 0]]} s={s} series="continuous" />,
        ends("apart", s), ends("pairs", s),
        shown("mean") && <Curve points={data.rows.map((row) => [row.n, row.mean / POINT])} s={s} series="mean" />,
      ]}
    </Panel>
  );
}

const draw = (view) => [drawRuns(view), drawMeans(view)];

function summary({ p, data, words }) {
  const { n, mean, error, pairs: [low, high], apart: [wideLow, wideHigh] } = data.rows.at(-1);
  const verdict = fill(low > 0 ? words.better : high < 0 ? words.worse : words.open, p);
  return fill(words.summary, { seeds: n, mean, error, low, high, wideLow, wideHigh, verdict });
}

const table = ({ data, words }) => ({
  columns: [words.seedsAxis, words.mean, ...["pairs", "apart"].flatMap((name) =>
    [words.low, words.high].map((end) => `${words[name]}, ${end}`))],
  rows: data.rows.map((row) => [row.n, row.mean, ...row.pairs, ...row.apart]),
});

const series = (words, { p }) =>
  ["first", "second", "mean", "pairs", "apart"].map((name) => ({ name, label: p[name] ?? words[name] }));

const moves = (name, { measured }) => name === "seeds" || !measured.length;

export default figure({ compute, draw, summary, table, series, moves });
