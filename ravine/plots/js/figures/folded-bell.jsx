// What an activation makes of z ~ N(μ, s²): densities before and behind, and where the mean squares come from.
// Takes activation ("relu" | "leaky" | "tanh"), deviation, mean.

import { Curve, Note, Panel } from "../kit/chart.jsx";
import { figure } from "../kit/figure.jsx";
import { fill } from "../kit/format.js";

const LEAK = 0.1;

/** value, and of a value y the place z from where it comes and |dz/dy| there. */
const ACTIVATIONS = {
  relu: { value: (z) => Math.max(z, 0), from: (y) => y, stretch: () => 1, range: [1e-9, Infinity] },
  leaky: {
    value: (z) => (z < 0 ? LEAK * z : z), from: (y) => (y < 0 ? y / LEAK : y), stretch: (y) => (y < 0 ? 1 / LEAK : 1),
    range: [-Infinity, Infinity],
  },
  tanh: { value: Math.tanh, from: Math.atanh, stretch: (y) => 1 / (1 - y * y), range: [-1, 1] },
};

const bell = (z, mean, s) => Math.exp(-(((z - mean) / s) ** 2) / 2) / (s * Math.sqrt(2 * Math.PI));

const [STEPS, WIDE] = [4000, 9];

/** The mean of f(z) over z ~ N(mean, s²), by the trapezoidal rule; a kink at 0 lies on its grid where the mean is 0. */
function meanOf(f, mean, s) {
  let sum = 0;
  for (let k = -STEPS; k <= STEPS; k += 1) {
    const g = (k * WIDE) / STEPS;
    sum += f(mean + s * g) * bell(g, 0, 1);
  }
  const integral = (sum * WIDE) / STEPS;
  return Math.abs(integral) < 1e-12 ? 0 : integral; // what is odd leaves rounding alone
}

const grid = ([low, high], count) => Array.from({ length: count + 1 }, (_, i) => low + ((high - low) * i) / count);
const HALF = 5; // of the axis of values

export function compute({ activation, deviation, mean }) {
  const { value, from, stretch, range } = ACTIVATIONS[activation];
  const zs = grid([-HALF, HALF], 200);
  const density = (z) => bell(z, mean, deviation);
  // towards the ends of a finite range the density changes ever faster: there its places are images of even ones
  const ys = range[1] < Infinity ? grid([-HALF - 1, HALF + 1], 400).map(value) : grid([Math.max(range[0], -HALF), HALF], 400);
  return {
    before: zs.map((z) => [z, density(z)]),
    behind: ys.map((y) => [y, density(from(y)) * stretch(y)]),
    squareBefore: zs.map((z) => [z, z * z * density(z)]),
    squareBehind: zs.map((z) => [z, value(z) ** 2 * density(z)]),
    off: activation === "relu" ? meanOf((z) => (z < 0 ? 1 : z === 0 ? 0.5 : 0), mean, deviation) : 0,
    meanSquare: { before: meanOf((z) => z * z, mean, deviation), behind: meanOf((z) => value(z) ** 2, mean, deviation) },
    mean: meanOf(value, mean, deviation),
  };
}

const area = (points, s) => {
  const edge = points.map(([x, y]) => `${s.x(x).toFixed(1)} ${s.y(y).toFixed(1)}`);
  return `M${s.x(points[0][0])} ${s.y(0)}L${edge.join("L")}L${s.x(points.at(-1)[0])} ${s.y(0)}Z`;
};

const highest = (...curves) => 1.12 * Math.max(...curves.flat().map(([, y]) => y));

function drawDensities({ data, words, shown }) {
  const top = Math.min(highest(data.before, data.behind), 2.5 * highest(data.before));
  const extent = { x: [-HALF, HALF], y: [0, top], width: 380, height: 300 };
  return (
    <Panel key="densities" class="ravine-panel" extent={extent} title={words.densities} xLabel={words.value} yLabel={words.density}>
      {(s) => [
        shown("unfolded") && <Curve points={data.before} s={s} series="unfolded" />,
        shown("behind") && <path class="ravine-share ravine-behind" d={area(data.behind, s)} />,
        shown("behind") && <Curve points={data.behind} s={s} series="behind" />,
        shown("behind") && data.off > 0 && <path class="ravine-spike" d={`M${s.x(0)} ${s.y(0)}V${s.y(top * Math.min(data.off, 1) * 0.95)}`} />,
        shown("behind") && data.off > 0 && (
          <Note at={[0.2, top * 0.9]} s={s}>{fill(words.spike, { share: 100 * data.off })}</Note>
        ),
      ]}
    </Panel>
  );
}

function drawSquares({ data, words, shown }) {
  const extent = { x: [-HALF, HALF], y: [0, highest(data.squareBefore)], width: 380, height: 300 };
  return (
    <Panel key="squares" class="ravine-panel" extent={extent} title={words.squares} xLabel={words.z} yLabel={words.part}>
      {(s) => [
        shown("behind") && <path class="ravine-share ravine-behind" d={area(data.squareBehind, s)} />,
        shown("unfolded") && <Curve points={data.squareBefore} s={s} series="unfolded" />,
        shown("behind") && <Curve points={data.squareBehind} s={s} series="behind" />,
      ]}
    </Panel>
  );
}

const draw = (view) => [drawDensities(view), drawSquares(view)];

const summary = ({ data: { meanSquare, mean }, words }) =>
  fill(words.summary, {
    ...meanSquare, mean, share: meanSquare.behind / meanSquare.before, variance: meanSquare.behind - mean * mean,
  });

const table = ({ p, data, words }) => ({
  columns: [words.columnZ, words.columnDensity, words.columnValue, words.squareBefore, words.squareBehind],
  rows: data.before.filter((_, i) => i % 10 === 0).map(([z, density]) =>
    [z, density, ACTIVATIONS[p.activation].value(z), z * z, ACTIVATIONS[p.activation].value(z) ** 2]),
});

const series = (words) => [["unfolded", "before"], ["behind", "behind"]].map(([name, word]) => ({ name, label: words[word] }));

export default figure({ compute, draw, summary, table, series });
