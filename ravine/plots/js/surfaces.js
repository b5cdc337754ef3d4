// The surfaces of ravine/problems/surfaces.py for w = [x, y]: each returns { value(w), gradient(w), hessian(w), minima },
// the latter the points of its lowest value, where these are single points; one with kinks or jumps has no hessian.
// `grid` says how finely its contours must be looked for.
// A test compares both; formulas and sources stand in the Python docstrings.

import { normalNumbers } from "./random.js";

const symmetric = (a, b, d) => [[a, b], [b, d]];

export const quadraticForm = ([[a, b], [, d]]) => ({
  minima: [[0, 0]],
  matrix: [[a, b], [b, d]],
  value: ([x, y]) => 0.5 * (a * x * x + 2 * b * x * y + d * y * y),
  gradient: ([x, y]) => [a * x + b * y, b * x + d * y],
  hessian: () => symmetric(a, b, d),
});

export function quadratic({ condition_number, rotation = 0, largest = 1 }) {
  const [flat, steep] = [largest / condition_number, largest];
  const angle = rotation * (Math.PI / 180);
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  const off = (flat - steep) * c * s;
  return quadraticForm([[flat * c * c + steep * s * s, off], [off, flat * s * s + steep * c * c]]);
}

export const rosenbrock = ({ a = 1, b = 100 }) => ({
  minima: [[a, a * a]],
  value: ([x, y]) => (a - x) ** 2 + b * (y - x * x) ** 2,
  gradient: ([x, y]) => [-2 * (a - x) - 4 * b * x * (y - x * x), 2 * b * (y - x * x)],
  hessian: ([x, y]) => symmetric(2 - 4 * b * (y - 3 * x * x), -4 * b * x, 2 * b),
});

export const beale = () => ({
  minima: [[3, 0.5]],
  value: ([x, y]) =>
    (1.5 - x + x * y) ** 2 + (2.25 - x + x * y * y) ** 2 + (2.625 - x + x * y * y * y) ** 2,
  gradient([x, y]) {
    const [r1, r2, r3] = [1.5 - x + x * y, 2.25 - x + x * y * y, 2.625 - x + x * y * y * y];
    return [
      2 * (r1 * (y - 1) + r2 * (y * y - 1) + r3 * (y * y * y - 1)),
      2 * x * (r1 + 2 * r2 * y + 3 * r3 * y * y),
    ];
  },
  hessian([x, y]) {
    const [r1, r2, r3] = [1.5 - x + x * y, 2.25 - x + x * y * y, 2.625 - x + x * y * y * y];
    const [p1, p2, p3] = [y - 1, y * y - 1, y * y * y - 1];
    const across = x * (p1 + 2 * p2 * y + 3 * p3 * y * y) + (r1 + 2 * r2 * y + 3 * r3 * y * y);
    const up = x * x * (1 + 4 * y * y + 9 * y * y * y * y) + x * (2 * r2 + 6 * r3 * y);
    return symmetric(2 * (p1 * p1 + p2 * p2 + p3 * p3), 2 * across, 2 * up);
  },
});

export const himmelblau = () => ({
  minima: [
    [3, 2],
    [-2.805118086952745, 3.131312518250573],
    [-3.779310253377747, -3.283185991286169],
    [3.584428340330492, -1.848126526964404],
  ],
  value: ([x, y]) => (x * x + y - 11) ** 2 + (x + y * y - 7) ** 2,
  gradient([x, y]) {
    const [r, s] = [x * x + y - 11, x + y * y - 7];
    return [4 * x * r + 2 * s, 2 * r + 4 * y * s];
  },
  hessian: ([x, y]) => symmetric(4 * (x * x + y - 11) + 8 * x * x + 2, 4 * (x + y), 4 * (x + y * y - 7) + 8 * y * y + 2),
});

export const saddle = () => ({
  minima: [[0, 1], [0, -1]],
  value: ([x, y]) => 0.5 * x * x - 0.5 * y * y + 0.25 * y * y * y * y,
  gradient: ([x, y]) => [x, y * y * y - y],
  hessian: ([, y]) => symmetric(1, 0, 3 * y * y - 1),
});

export function plateau({ width = 1 }) {
  const width2 = width * width;
  return {
    minima: [[0, 0]],
    value: ([x, y]) => (x * x + y * y) / (width2 + (x * x + y * y)),
    gradient([x, y]) {
      const below = width2 + x * x + y * y;
      return [(2 * width2 * x) / (below * below), (2 * width2 * y) / (below * below)];
    },
    hessian([x, y]) {
      const below = width2 + x * x + y * y;
      const [even, bent] = [(2 * width2) / (below * below), (8 * width2) / (below * below * below)];
      return symmetric(even - bent * x * x, -bent * x * y, even - bent * y * y);
    },
  };
}

export const kink = ({ slope = 0.3 }) => ({
  minima: [[0, 0]],
  value: ([x, y]) => Math.abs(x) + slope * Math.abs(y),
  gradient: ([x, y]) => [Math.sign(x), slope * Math.sign(y)],
});

export const errorRate = ({
  inputs = [-3, -2.2, -1.5, -0.6, 0.4, 1.1, 1.9, 2.8],
  answers = [false, false, false, true, false, true, true, true],
}) => ({
  minima: [], // a whole plain of them
  grid: { columns: 200, rows: 200, tolerance: 1.5 }, // contours along its steps: on a coarse grid they look like saws
  value: ([x, y]) => mean(inputs.map((a, i) => Number(x * a + y > 0 !== answers[i]))),
  gradient: () => [0, 0],
});

const mean = (numbers) => numbers.reduce((a, b) => a + b, 0) / numbers.length;

/** Examples' centres, shifted to mean 0: as `NoisyQuadratic.centres`. */
function examplesCentres({ examples = 64, spread = 1, seed = 1 }) {
  const normal = normalNumbers(seed);
  const draws = Array.from({ length: examples }, () => [normal(), normal()]);
  const middle = [mean(draws.map(([x]) => x)), mean(draws.map(([, y]) => y))];
  return draws.map(([x, y]) => [spread * (x - middle[0]), spread * (y - middle[1])]);
}

/** `value` and `gradient` take the indices of a mini-batch; without them, all examples. */
export function noisyQuadratic(parameters) {
  const shape = quadratic(parameters);
  const centres = examplesCentres(parameters);
  const batch = (indices) => (indices ? indices.map((i) => centres[i]) : centres);
  return {
    ...shape,
    centres,
    value: ([x, y], indices) => mean(batch(indices).map(([a, b]) => shape.value([x - a, y - b]))),
    gradient([x, y], indices) {
      const gradients = batch(indices).map(([a, b]) => shape.gradient([x - a, y - b]));
      return [mean(gradients.map((g) => g[0])), mean(gradients.map((g) => g[1]))];
    },
  };
}

const SURFACES = {
  Quadratic: quadratic,
  QuadraticForm: ({ matrix }) => quadraticForm(matrix),
  Rosenbrock: rosenbrock,
  Beale: beale,
  Himmelblau: himmelblau,
  Saddle: saddle,
  Plateau: plateau,
  Kink: kink,
  ErrorRate: errorRate,
  NoisyQuadratic: noisyQuadratic,
};

/** The surface that Python wrote as { name: class name, …fields }. */
export const surface = ({ name, ...fields }) => SURFACES[name](fields);
