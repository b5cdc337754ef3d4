// Every method as a racer: { start(w, h) → state, step(w, state, t, gradFn, h) → [w, state] }, h its hyperparameters.
// state is an object of arrays, shown in the table of states under these names.

import * as rules from "./methods.js";
import { each, zeros } from "./vectors.js";

const nothing = () => ({});
/** The state before the first step: zeros for each name. */
export const fromZeros = (...names) => (w) => Object.fromEntries(names.map((name) => [name, zeros(w)]));
/** A rule that takes and returns its states in this order. */
export const racer = (names, rule) => ({
  start: fromZeros(...names),
  step(w, state, t, gradFn, h) {
    const [next, ...states] = rule(w, names.map((name) => state[name]), t, gradFn, h);
    return [next, Object.fromEntries(names.map((name, i) => [name, states[i]]))];
  },
});

/** Lookahead around gradient descent: fast weights step, and every k steps the slow ones follow. */
const lookaheadAround = (alphaOf) => ({
  start: (w) => ({ slow: w }),
  step(w, { slow }, t, gradFn, h, value) {
    const fast = rules.gradientStep(w, gradFn(w), h.lr);
    if (t % h.k) return [fast, { slow }];
    const next = rules.mix(alphaOf(slow, fast, gradFn, value, h), slow, fast);
    return [next, { slow: next }];
  },
});

export const OPTIMISERS = {
  descent: { start: nothing, step: (w, s, t, gradFn, h) => [rules.gradientStep(w, gradFn(w), h.lr), s] },
  cyclical: {
    start: nothing,
    step: (w, s, t, gradFn, h) =>
      [rules.gradientStep(w, gradFn(w), rules.triangularLearningRate(t - 1, h.lowest, h.highest, h.k)), s],
  },
  momentum: racer(["v"], (w, [v], t, gradFn, h) => rules.momentumStep(w, v, gradFn(w), h.lr, h.beta)),
  nesterov: racer(["v"], (w, [v], t, gradFn, h) => rules.nesterovStep(w, v, gradFn, h.lr, h.beta)),
  nesterovRewritten: racer(["v"], (u, [v], t, gradFn, h) => rules.nesterovStepRewritten(u, v, gradFn(u), h.lr, h.beta)),
  sign: { start: nothing, step: (w, s, t, gradFn, h) => [rules.signStep(w, gradFn(w), h.lr), s] },
  rprop: {
    start: (w, h) => ({ step: w.map(() => h.lr), grad: null }),
    step(w, state, t, gradFn) {
      const grad = gradFn(w);
      const [next, step] = rules.rpropStep(w, state.step, grad, state.grad);
      return [next, { step, grad }];
    },
  },
  normalised: { start: nothing, step: (w, s, t, gradFn, h) => [rules.normalisedStep(w, gradFn(w), h.lr), s] },
  adagrad: racer(["g2"], (w, [g2], t, gradFn, h) => rules.adagradStep(w, g2, gradFn(w), h.lr)),
  rmsprop: racer(["g2"], (w, [g2], t, gradFn, h) => rules.rmspropStep(w, g2, gradFn(w), h.lr, h.rho)),
  adadelta: racer(["g2", "d2"], (w, [g2, d2], t, gradFn, h) => rules.adadeltaStep(w, g2, d2, gradFn(w), h.rho, h.eps)),
  adam: racer(["m", "v"], (w, [m, v], t, gradFn, h) => rules.adamStep(w, m, v, t, gradFn(w), h.lr, h.beta1, h.beta2)),
  adamax: racer(["m", "u"], (w, [m, u], t, gradFn, h) => rules.adamaxStep(w, m, u, t, gradFn(w), h.lr, h.beta1, h.beta2)),
  nadam: racer(["m", "v"], (w, [m, v], t, gradFn, h) => rules.nadamStep(w, m, v, t, gradFn(w), h.lr, h.beta1, h.beta2)),
  radam: racer(["m", "v"], (w, [m, v], t, gradFn, h) => rules.radamStep(w, m, v, t, gradFn(w), h.lr, h.beta1, h.beta2)),
  lookahead: lookaheadAround((slow, fast, gradFn, value, h) => h.alpha),
  lookaheadFitted: lookaheadAround((slow, fast, gradFn, value) => {
    const slope = gradFn(fast).reduce((sum, g, i) => sum + g * (fast[i] - slow[i]), 0);
    const [a, b] = rules.fitQuadratic(value(slow), value(fast), slope);
    return rules.bestAlpha(a, b);
  }),
};

/** A run: its path, the state at each point, and the losses. `gradientAt(t)` gives the gradient function of step t. */
export function race({ start, step }, w, h, steps, value, gradientAt) {
  const run = { path: [w], states: [start(w, h)], loss: [value(w)] };
  for (let t = 1; t <= steps; t += 1) {
    const [next, state] = step(run.path[t - 1], run.states[t - 1], t, gradientAt(t), h, value);
    run.path.push(next);
    run.states.push(state);
    run.loss.push(value(next));
  }
  return run;
}
