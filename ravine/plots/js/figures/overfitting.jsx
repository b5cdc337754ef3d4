// The polynomial of least squares through noisy points of a sine curve, and the losses of all degrees.
// Takes degree, points, noise, seed.

import { Curve, Dots, Mark, Panel } from "../kit/chart.jsx";
import { figure } from "../kit/figure.jsx";
import { fill } from "../kit/format.js";
import { normalNumbers } from "../random.js";

const HIGHEST = 9;
const dot = (a, b) => a.reduce((sum, x, i) => sum + x * b[i], 0);
const sine = (x) => Math.sin(2 * Math.PI * x);

/**
 * Polynomials of degree 0 … HIGHEST that are orthonormal on the places xs, by Stieltjes's three-term recursion:
 * functions of a list of places. Fitting by them solves no system of equations, and loses no digits.
 */
function orthonormal(xs) {
  const ones = (places) => places.map(() => 1 / Math.sqrt(xs.length));
  const basis = [ones];
  for (let k = 0; k < HIGHEST; k += 1) {
    const [p, before] = [basis[k], basis[k - 1]];
    const [at, last] = [p(xs), before?.(xs)];
    const middle = dot(at.map((v, i) => v * xs[i]), at);
    const share = last ? dot(at.map((v, i) => v * xs[i]), last) : 0;
    const raw = (places) => {
      const [now, then] = [p(places), before?.(places)];
      return places.map((x, i) => (x - middle) * now[i] - (then ? share * then[i] : 0));
    };
    const size = Math.sqrt(dot(raw(xs), raw(xs)));
    const memo = new Map([[xs, raw(xs).map((v) => v / size)]]);
    basis.push((places) => {
      if (!memo.has(places)) memo.set(places, raw(places).map((v) => v / size));
      return memo.get(places);
    });
  }
  return basis;
}

const FINE = Array.from({ length: 401 }, (_, i) => i / 400);
const meanSquare = (errors) => dot(errors, errors) / errors.length;

export function compute({ points, noise, seed }) {
  const normal = normalNumbers(seed);
  const xs = Array.from({ length: points }, (_, i) => i / (points - 1));
  const ys = xs.map((x) => sine(x) + noise * normal());
  const curves = [];
  let [onFine, onPoints] = [FINE.map(() => 0), xs.map(() => 0)];
  for (const p of orthonormal(xs)) {
    const weight = dot(p(xs), ys);
    onPoints = onPoints.map((y, i) => y + weight * p(xs)[i]);
    onFine = onFine.map((y, i) => y + weight * p(FINE)[i]);
    const trapezoidal = onFine.map((y, i) => (i === 0 || i === 400 ? 0.5 : 1) * (y - sine(FINE[i])) ** 2);
    curves.push({
      curve: onFine,
      training: meanSquare(onPoints.map((y, i) => y - ys[i])),
      expected: noise ** 2 + trapezoidal.reduce((a, b) => a + b) / 400,
    });
  }
  const least = Math.min(...curves.map(({ expected }) => expected));
  return { xs, ys, curves, least, best: curves.findIndex(({ expected }) => expected === least) };
}

const TALL = { x: [-0.03, 1.03], y: [-2, 2], width: 380, height: 320 };

function drawFit({ p, data, words, shown }) {
  const along = (values) => FINE.map((x, i) => [x, values[i]]);
  return (
    <Panel key="fit" class="ravine-panel" extent={TALL} title={words.fit} xLabel={words.x} yLabel={words.y}>
      {(s) => [
        shown("sine") && <Curve points={along(FINE.map(sine))} s={s} series="sine" />,
        shown("polynomial") && <Curve points={along(data.curves[p.degree].curve)} s={s} series="polynomial" />,
        shown("fitted-points") && data.xs.map((x, i) => <Mark point={[x, data.ys[i]]} s={s} series="fitted-points" r={4} />),
      ]}
    </Panel>
  );
}

const LOWEST = 1e-4;

function drawLosses({ p, data, words, shown }) {
  const of = (name) => data.curves.map((losses, degree) => [degree, Math.max(losses[name], LOWEST / 10)]);
  const extent = { x: [-0.3, HIGHEST + 0.3], y: [LOWEST, 10], log: true, width: 380, height: 320 };
  return (
    <Panel key="losses" class="ravine-panel" named extent={extent} title={words.losses} xLabel={words.degreeAxis} yLabel={words.loss}>
      {(s) => [
        <path class="ravine-chosen-degree" d={`M${s.x(p.degree)} ${s.y(LOWEST)}V${s.y(10)}`} />,
        shown("floor") && <Curve points={[[-0.3, p.noise ** 2], [HIGHEST + 0.3, p.noise ** 2]]} s={s} series="floor" />,
        ...[["training", "training"], ["new", "expected"]].filter(([name]) => shown(name)).flatMap(([name, field]) =>
          [<Curve points={of(field)} s={s} series={name} />, <Dots points={of(field)} s={s} series={name} />]),
      ]}
    </Panel>
  );
}

const draw = (view) => [drawFit(view), drawLosses(view)];

/** A loss that is nothing but rounding is 0. */
const unrounded = (loss) => (loss < 1e-20 ? 0 : loss);

const summary = ({ p, data, words }) =>
  fill(words.summary, {
    degree: p.degree, count: p.points, floor: p.noise ** 2, best: data.best, least: data.least,
    training: unrounded(data.curves[p.degree].training), new: data.curves[p.degree].expected,
  });

const table = ({ data, words }) => ({
  columns: [words.degreeAxis, words.training, words.new],
  rows: data.curves.map(({ training, expected }, degree) => [degree, unrounded(training), expected]),
});

const series = (words) => [
  { name: "fitted-points", label: words.examples, mark: "dot" },
  { name: "sine", label: words.sine },
  { name: "polynomial", label: words.polynomial },
  { name: "training", label: words.training },
  { name: "new", label: words.new },
  { name: "floor", label: words.floor },
];

export default figure({ compute, draw, summary, table, series });
