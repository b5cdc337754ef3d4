// Every method as a racer: { start(w, h) → state, step(w, state, t, gradFn, h, value) → [w, state] }, h its
// hyperparameters. state is an object of arrays, shown in the table of states under these names.

import { Columns } from "./columns.js";
import * as rules from "./methods.js";
import { dot, subtract, zeros } from "./vectors.js";

/** The table of ravine/plots/methods.py, which the bundler puts in. */
export const METHODS = RAVINE_METHODS;

/** The state before the first step: zeros for each name. */
export const fromZeros = (...names) => (w) => Object.fromEntries(names.map((name) => [name, zeros(w)]));

/** A rule that takes and returns its states in this order. */
export const racer = (names, rule) => ({
  start: fromZeros(...names),
  step(w, before, t, gradFn, h) {
    const memory = [];
    for (let i = 0; i < names.length; i += 1) memory.push(before[names[i]]);
    const renewed = rule(w, memory, t, gradFn, h);
    const state = { ...before }; // a copy has its keys in place, which takes less time than adding them
    for (let i = 0; i < names.length; i += 1) state[names[i]] = renewed[i + 1];
    return [renewed[0], state];
  },
});

/** The racer of a rule whose arguments the table names. A rule without a state returns the weights alone. */
const called = ({ rule, arguments: names, states }) => {
  const follow = rules[rule];
  const asksGradient = names.includes("grad");
  const places = names.map((name) => ["w", "t", "gradFn", "grad", ...states].indexOf(name)); // −1: a hyperparameter
  return racer(states, (w, memory, t, gradFn, h) => {
    const now = [w, t, gradFn, asksGradient ? gradFn(w) : undefined, ...memory];
    const result = follow(...names.map((name, i) => (places[i] < 0 ? h[name] : now[places[i]])));
    return states.length ? result : [result];
  });
};

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

/** What is more than one call of one rule. */
const WRITTEN_OUT = {
  rprop: {
    start: (w, h) => ({ step: w.map(() => h.lr), grad: null }),
    step(w, state, t, gradFn) {
      const grad = gradFn(w);
      const [next, step] = rules.rpropStep(w, state.step, grad, state.grad);
      return [next, { step, grad }];
    },
  },
  lookahead: lookaheadAround((slow, fast, gradFn, value, h) => h.alpha),
  lookaheadFitted: lookaheadAround((slow, fast, gradFn, value) => {
    const slope = dot(gradFn(fast), subtract(fast, slow));
    const [a, b] = rules.fitQuadratic(value(slow), value(fast), slope);
    return rules.bestAlpha(a, b);
  }),
  scheduleFree: {
    start: (w) => ({ z: w, y: w }),
    step(x, { z }, t, gradFn, { lr, beta }) {
      const [mean, running] = rules.scheduleFreeStep(x, z, t, gradFn, lr, beta);
      return [mean, { z: running, y: rules.mix(beta, running, mean) }];
    },
  },
  cyclical: racer([], (w, _, t, gradFn, { lowest, highest, halfCycle }) =>
    [rules.gradientStep(w, gradFn(w), rules.triangularLearningRate(t - 1, lowest, highest, halfCycle))]),
};

export const OPTIMISERS = Object.fromEntries(
  Object.entries(METHODS).map(([name, method]) => [name, method.arguments ? called(method) : WRITTEN_OUT[name]]));

/** The hyperparameters with which a method starts. */
export const firstNumbers = (name) =>
  Object.fromEntries(Object.entries(METHODS[name].numbers).map(([h, { first }]) => [h, first]));

/** Calls `seen` with the weights and the state at the start and after each step. */
function follow({ start, step }, w, h, steps, value, gradientAt, seen) {
  let state = start(w, h(1));
  seen(w, state);
  for (let t = 1; t <= steps; t += 1) {
    [w, state] = step(w, state, t, gradientAt(t), h(t), value);
    seen(w, state);
  }
}

/**
 * A run in the plane: its path, in columns, and the losses. `h(t)` gives the hyperparameters of step t, `gradientAt(t)` its
 * gradient function. The states, which most frames do not show, are found by another run when they are asked for: all of
 * them, or `stateAt(t)`.
 */
export function race(racer, from, h, steps, value, gradientAt) {
  const followed = (last, seen) => follow(racer, from, h, last, value, gradientAt, seen);
  const [path, loss] = [new Columns(), []];
  followed(steps, (w) => {
    path.push(w);
    loss.push(value(w));
  });
  let all;
  return {
    path, loss,
    get states() {
      if (!all) followed(steps, (_, state) => (all ??= []).push(state));
      return all;
    },
    stateAt(t) {
      let last;
      followed(t, (_, state) => { last = state; });
      return last;
    },
  };
}
