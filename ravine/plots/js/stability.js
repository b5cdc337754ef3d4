// How near a racer is to its edge of stability: the largest curvature, in units of what divides each weight's step, as a
// share of the largest at which the method is stable. Curvature and divisor are taken as they are at this step, as if
// they stayed so. The book derives the limits in after-rates.md#edge.

import { rectification, stabilityLimit, triangularLearningRate } from "./methods.js";
import { each } from "./vectors.js";

const { sqrt } = Math;

const root = (squares, eps = 1e-8) => squares.map((x) => sqrt(x + eps));
const corrected = ({ v }, { beta2 }, t) => v.map((v) => sqrt(v / (1 - beta2 ** t)) + 1e-8);

/** α over each divisor, and the limit of α times the curvature. */
const along = (lr, divisors, limit) => [divisors.map((divisor) => lr / divisor), limit];
const evenly = (lr, limit) => along(lr, [1, 1], limit);

const descent = stabilityLimit(1, "gradient descent");
const averaging = ({ beta1 }) => stabilityLimit(1, "averaging", beta1);
const nesterov = ({ lr, beta }) => evenly(lr, stabilityLimit(1, "nesterov", beta));

/** Lookahead's round maps w to (1 − α + αrᵏ)w with r = 1 − lr·λ: an odd k may go farther than descent. */
const lookahead = ({ lr, k, alpha }) => evenly(lr, k % 2 ? 1 + ((2 - alpha) / alpha) ** (1 / k) : descent);

/** Schedule-Free turns round at αλ((1 − β)z + βx) = 2z, where (2 − 1/t)x = z/t: x is the mean of t points. */
const scheduleFree = ({ lr, beta }, t) => evenly(lr, 2 / (1 - beta + beta / (2 * t - 1)));

/** RAdam's step is momentum's as long as it trusts no divisor. */
function radam(h, t, state) {
  const r = rectification(t, h.beta2);
  return r ? along(h.lr * r, corrected(state, h, t), averaging(h)) : evenly(h.lr, averaging(h));
}

/** By method: its hyperparameters, the step t = 1, 2, …, the state after it and before → what multiplies each slope, limit. */
const EDGES = {
  descent: ({ lr }) => evenly(lr, descent),
  momentum: ({ lr, beta }) => evenly(lr, stabilityLimit(1, "momentum", beta)),
  nesterov,
  nesterovRewritten: nesterov,
  adagrad: ({ lr }, t, { g2 }) => along(lr, root(g2), descent),
  rmsprop: ({ lr }, t, { g2 }) => along(lr, root(g2), descent),
  adadelta: ({ eps }, t, { g2 }, { d2 }) => along(1, each((g, d) => g / d, root(g2, eps), root(d2, eps)), descent),
  adam: (h, t, state) => along(h.lr, corrected(state, h, t), averaging(h)),
  adamax: (h, t, { u }) => along(h.lr, u, averaging(h)),
  nadam: (h, t, state) => along(h.lr, corrected(state, h, t), averaging(h) / (1 + 2 * h.beta1)),
  radam,
  adamw: (h, t, state) => along(h.lr, corrected(state, h, t), averaging(h) * (1 - (h.lr * h.decay) / 2)),
  scheduleFree,
  lookahead,
  cyclical: ({ lowest, highest, halfCycle }, t) => evenly(triangularLearningRate(t - 1, lowest, highest, halfCycle), descent),
};

/** Whether a method has an edge: one whose steps have a length of their own has none, and goes to and fro at any rate. */
export const hasEdge = (method) => Object.hasOwn(EDGES, method);

/** The largest eigenvalue of diag(s)·[[a, b], [b, d]]. */
export function largestEigenvalue([s0, s1], [[a, b], [, d]]) {
  const [first, second] = [s0 * a, s1 * d];
  return (first + second) / 2 + sqrt(((first - second) / 2) ** 2 + s0 * s1 * b * b);
}

/** The racer's share of its largest stable curvature at step t; above 1 it is beyond the edge. */
export function nearness(method, h, t, after, before, hessian) {
  const [multiplied, limit] = EDGES[method](h, t, after, before);
  return largestEigenvalue(multiplied, hessian) / limit;
}
