// Newton–Schulz on singular values: the polynomial of one round as a staircase, and all singular values of a matrix.
// Takes coefficients ("muon" | "cubic" | "quintic" | "own"), a, b, c, matrix ("wide" | "square" | "steep"),
// scaled ("frobenius" | "spectral"), rounds, start ([σ, 0]).

import { Curve, Dots, Handle, Mark, Panel } from "../kit/chart.jsx";
import { figure } from "../kit/figure.jsx";
import { fill } from "../kit/format.js";
import { memo } from "../kit/memo.js";
import { MUONS, singularValues } from "../matrices.js";
import { normalNumbers } from "../random.js";
import { norm, scale } from "../vectors.js";

const { log10, max, min } = Math;
const COUNT = 32;
const AWAY = 1e6;
const BAND = [0.68, 1.2];

const POLYNOMIALS = { muon: MUONS, cubic: [1.5, -0.5, 0], quintic: [1.875, -1.25, 0.375] };
const polynomial = ([a, b, c]) => (x) => a * x + b * x ** 3 + c * x ** 5;

const drawn = (columns) => {
  const next = normalNumbers(1);
  return singularValues(Array.from({ length: COUNT }, () => Array.from({ length: columns }, next)));
};
const MATRICES = {
  wide: () => drawn(64),
  square: () => drawn(COUNT),
  steep: () => Array.from({ length: COUNT }, (_, i) => 10 ** ((-4 * i) / (COUNT - 1))),
};
const valuesOf = memo((matrix) => MATRICES[matrix]());

/** x after 0, 1, … rounds, as far as it does not run away. */
function orbit(f, x, rounds) {
  const all = [x];
  while (all.length <= rounds) all.push(Math.abs(all.at(-1)) < AWAY ? f(all.at(-1)) : all.at(-1));
  return all;
}

const GRID = Array.from({ length: 3001 }, (_, i) => 10 ** (-i / 500)); // from 1 down to 10⁻⁶

/** After 0, 1, … rounds: the smallest start of the grid from which, as from all up to 1, one comes to the band's lower edge. */
function reaches(f, rounds) {
  const orbits = GRID.map((x) => orbit(f, x, rounds));
  return Array.from({ length: rounds + 1 }, (_, n) => {
    const fails = orbits.findIndex((all) => !(all[n] >= BAND[0]));
    return fails < 0 ? GRID.at(-1) : fails === 0 ? null : GRID[fails - 1];
  });
}

export function compute(p) {
  const f = polynomial(POLYNOMIALS[p.coefficients] ?? [p.a, p.b, p.c]);
  const raw = valuesOf(p.matrix);
  const before = scale(1 / (p.scaled === "frobenius" ? norm(raw) : raw[0]), raw);
  const orbits = before.map((x) => orbit(f, x, p.rounds));
  const stairs = orbit(f, p.start[0], p.rounds);
  return {
    last: p.rounds, before, stairs, orbits,
    away: [stairs, ...orbits].some((all) => Math.abs(all.at(-1)) >= AWAY),
    reaches: reaches(f, p.rounds),
  };
}

const SQUARE = { x: [0, 1.25], y: [0, 1.25], width: 380, height: 380 };
const CURVE = Array.from({ length: 126 }, (_, i) => i / 100);

const staircase = (all) => all.flatMap((x, i) => (i ? [[all[i - 1], x], [x, x]] : [[x, 0]]));

function drawMap({ p, data, step, words, set, shown }) {
  const f = polynomial(POLYNOMIALS[p.coefficients] ?? [p.a, p.b, p.c]);
  const stairs = staircase(data.stairs.slice(0, step + 1));
  return (
    <Panel key="map" class="ravine-panel" extent={SQUARE} title={words.map} role="group" xLabel={words.beforeAxis} yLabel={words.afterAxis}
      over={(s) => <Handle point={[p.start[0], 0]} s={s} label={words.drag} series="staircase"
        onMove={([x]) => set({ start: [x, 0] })} />}>
      {(s) => [
        <rect class="ravine-sigma-band" x={s.x(0)} width={s.x(1.25) - s.x(0)} y={s.y(BAND[1])} height={s.y(BAND[0]) - s.y(BAND[1])} />,
        shown("same") && <Curve points={[[0, 0], [1.25, 1.25]]} s={s} series="same" />,
        shown("polynomial") && <Curve points={CURVE.map((x) => [x, f(x)])} s={s} series="polynomial" />,
        shown("staircase") && <Curve points={stairs} s={s} series="staircase" />,
        shown("staircase") && <Mark point={stairs.at(-1)} s={s} series="staircase" r={4} />,
      ]}
    </Panel>
  );
}

function drawValues({ data, step, words, shown }) {
  const lowest = min(0.01, ...data.before);
  const extent = { x: [0, COUNT + 1], y: [10 ** Math.floor(log10(max(lowest, 1e-6))), 3], log: true, width: 380, height: 380 };
  const bounded = (x) => min(max(Math.abs(x), extent.y[0]), 1e3);
  const points = (values) => values.map((x, i) => [i + 1, bounded(x)]);
  return (
    <Panel key="values" class="ravine-panel" extent={extent} title={words.values} xLabel={words.numberAxis} yLabel={words.valueAxis}>
      {(s) => [
        <rect class="ravine-sigma-band" x={s.x(0)} width={s.x(COUNT + 1) - s.x(0)} y={s.y(BAND[1])} height={s.y(BAND[0]) - s.y(BAND[1])} />,
        shown("sigma-before") && <Curve points={points(data.before)} s={s} series="sigma-before" />,
        shown("sigma-after") && <Dots points={points(data.orbits.map((all) => all[step]))} s={s} series="sigma-after" />,
      ]}
    </Panel>
  );
}

const draw = (view) => [drawMap(view), drawValues(view)];

function summary({ data: { stairs, orbits, before, away, reaches }, step, words }) {
  const reach = reaches[step];
  const now = orbits.map((all) => all[step]);
  return fill(away ? words.runsAway : reach === null ? words.summaryNone : words.summary, {
    start: stairs[0], end: stairs[step], count: step,
    least: min(...before), most: max(...before), low: min(...now), high: max(...now), reach,
  });
}

const table = ({ data: { stairs, orbits }, words }) => ({
  columns: [words.roundColumn, words.oneColumn, words.leastColumn, words.mostColumn],
  rows: stairs.map((x, n) => {
    const now = orbits.map((all) => all[n]);
    return [n, x, min(...now), max(...now)];
  }),
});

const series = (words) => [
  { name: "polynomial", label: words.polynomial },
  { name: "same", label: words.same },
  { name: "staircase", label: words.staircase },
  { name: "sigma-before", label: words.before },
  { name: "sigma-after", label: words.after, mark: "dot" },
];

const moves = (name, { coefficients }) => (["a", "b", "c"].includes(name) ? coefficients === "own" : true);

export default figure({ compute, draw, summary, table, series, moves, pace: 700 });
