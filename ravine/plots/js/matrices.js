// Matrices as arrays of rows, and what is done to one as a whole: its singular values, made equal or not.

import { dot, scale } from "./vectors.js";

const { abs, hypot, max, sign, sqrt } = Math;

export const transpose = (A) => A[0].map((_, j) => A.map((row) => row[j]));
export const multiply = (A, B) => {
  const columns = transpose(B);
  return A.map((row) => columns.map((column) => dot(row, column)));
};

/** f of the entries that stand at the same place. */
export const entries = (f, A, ...others) => A.map((row, i) => row.map((x, j) => f(x, ...others.map((B) => B[i][j]))));
export const times = (k, A) => A.map((row) => scale(k, row));
export const frobenius = (A) => sqrt(A.reduce((sum, row) => sum + dot(row, row), 0));

export const identity = (n) => Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => Number(i === j)));
export const diagonal = (values) => identity(values.length).map((row, i) => scale(values[i], row));

/** Turns by `angle` (radians) in the plane of the axes i and j. */
export function rotation(n, i, j, angle) {
  const R = identity(n);
  [R[i][i], R[i][j], R[j][i], R[j][j]] = [Math.cos(angle), -Math.sin(angle), Math.sin(angle), Math.cos(angle)];
  return R;
}

/** The two vectors turned so that they are orthogonal: cosine and sine of the turn, or null where they are. */
function turned(a, b) {
  const [aa, bb, ab] = [dot(a, a), dot(b, b), dot(a, b)];
  if (abs(ab) <= 1e-16 * sqrt(aa * bb)) return null;
  const zeta = (bb - aa) / (2 * ab);
  const t = (sign(zeta) || 1) / (abs(zeta) + hypot(1, zeta));
  return [1 / hypot(1, t), t / hypot(1, t)];
}

const SWEEPS = 40;

/** Columns u_i·σ_i and v_i of a matrix given by its columns, by turning pairs of columns (Hestenes 1958). */
function orthogonalised(columns) {
  const [A, V] = [columns.map((c) => [...c]), identity(columns.length)];
  const turn = (M, p, q, [c, s]) => {
    M[p].forEach((x, k) => { [M[p][k], M[q][k]] = [c * x - s * M[q][k], s * x + c * M[q][k]]; });
  };
  for (let sweep = 0, moved = true; moved && sweep < SWEEPS; sweep += 1) {
    moved = false;
    for (let p = 0; p < A.length; p += 1) for (let q = p + 1; q < A.length; q += 1) {
      const by = turned(A[p], A[q]);
      if (!by) continue;
      moved = true;
      turn(A, p, q, by);
      turn(V, p, q, by);
    }
  }
  return A.map((column, i) => [column, V[i], sqrt(dot(column, column))]).sort((x, y) => y[2] - x[2]);
}

/** The singular values, falling, as many as the shorter side has entries. */
export const singularValues = (G) =>
  orthogonalised(G.length < G[0].length ? G : transpose(G)).map(([, , sigma]) => sigma);

const NOTHING = 1e-14; // of the largest singular value: below it there is no direction

/** UVᵀ of a square or tall G = UΣVᵀ; directions that G sends to zero stay there. */
export function polarFactor(G) {
  const parts = orthogonalised(transpose(G));
  const sum = entries(() => 0, G);
  for (const [column, v, sigma] of parts.filter(([, , sigma]) => sigma > NOTHING * max(parts[0][2], 1e-300)))
    column.forEach((x, i) => v.forEach((y, j) => { sum[i][j] += (x / sigma) * y; }));
  return sum;
}

export const MUONS = [3.4445, -4.775, 2.0315];

/** One round of Newton and Schulz: X ← aX + (bA + cA²)X with A = XXᵀ; a singular value σ becomes aσ + bσ³ + cσ⁵. */
export function round(X, [a, b, c] = MUONS) {
  const A = multiply(X, transpose(X));
  const inner = entries((x, y) => b * x + c * y, A, multiply(A, A));
  return entries((x, y) => a * x + y, X, multiply(inner, X));
}

/** What `steps` rounds make of G/(‖G‖ + eps) (Jordan et al. 2024). */
export function newtonSchulz(G, steps = 5, coefficients = MUONS, eps = 1e-7) {
  let X = times(1 / (frobenius(G) + eps), G);
  for (let n = 0; n < steps; n += 1) X = round(X, coefficients);
  return X;
}
