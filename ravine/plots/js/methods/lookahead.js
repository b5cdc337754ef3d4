// Lookahead: k steps of an inner method, then one step from the round's start towards its finish.

import { dot, each, subtract } from "../vectors.js";

export const mix = (alpha, start, finish) => each((s, f) => (1 - alpha) * s + alpha * f, start, finish);

/** The fast weights of one round: its start and k steps of `innerStep`, which maps w → w′. */
export function innerSteps(innerStep, start, k) {
  const fast = [start];
  for (let i = 0; i < k; i += 1) fast.push(innerStep(fast[i]));
  return fast;
}

/** The slow weights, w0 first (Zhang et al. 2019, algorithm 1). */
export function lookahead(innerStep, w0, k, alpha, rounds) {
  const slow = [w0];
  for (let round = 0; round < rounds; round += 1)
    slow.push(mix(alpha, slow[round], innerSteps(innerStep, slow[round], k)[k]));
  return slow;
}

/** [a, b, c] of aα² + bα + c with the values loss0 at 0 and loss1 at 1, and the slope slope1 at 1. */
export function fitQuadratic(loss0, loss1, slope1) {
  const rise = loss1 - loss0;
  return [slope1 - rise, 2 * rise - slope1, loss0];
}

/** The minimiser of aα² + bα in [low, high]; where it has no minimum the better end, `high` on a tie. */
export function bestAlpha(a, b, low = 0, high = 1) {
  if (a > 0) return Math.min(Math.max(-b / (2 * a), low), high);
  return a * low * low + b * low < a * high * high + b * high ? low : high;
}

/** [slow weights, alphas], each round's α at the minimum of the parabola through its ends (the lecture). */
export function lookaheadFitted(loss, grad, innerStep, w0, k, rounds, low = 0, high = 1) {
  const [slow, alphas] = [[w0], []];
  for (let round = 0; round < rounds; round += 1) {
    const start = slow[round];
    const finish = innerSteps(innerStep, start, k)[k];
    const [a, b] = fitQuadratic(loss(start), loss(finish), dot(grad(finish), subtract(finish, start)));
    alphas.push(bestAlpha(a, b, low, high));
    slow.push(mix(alphas[round], start, finish));
  }
  return [slow, alphas];
}
