// Every method as a racer: { names, start(w, h) → [w, …memory], step([w, …memory], t, gradFn, h, value) → the same renewed },
// h its hyperparameters. `names` are those of the memory's arrays in the table of states.

import { Columns } from "./columns.js";
import * as rules from "./methods.js";
import { dot, subtract, zeros } from "./vectors.js";

/** The table of ravine/plots/methods.py, which the bundler puts in. */
export const METHODS = RAVINE_METHODS;

/** A rule that takes and returns [w, …memory], with these names in the memory, which is zeros at first. */
export const racer = (names, step) => ({ names, start: (w) => [w, ...names.map(() => zeros(w))], step });

/** What a racer remembers, by name. */
export const stateOf = ({ names }, [, ...memory]) => Object.fromEntries(names.map((name, i) => [name, memory[i]]));

/**
 * The racer of a rule whose arguments the table names. A rule without a state returns the weights alone. A race calls it
 * thousands of times in a frame: the hyperparameters, mostly the same from step to step, are put in place once.
 */
const called = ({ rule, arguments: names, states }) => {
  const follow = rules[rule];
  const place = (name) => names.indexOf(name);
  const remembered = ["w", ...states].map(place);
  const [count, gradient, asked] = ["t", "gradFn", "grad"].map(place);
  let given, filled;
  return racer(states, (now, t, gradFn, h) => {
    if (h !== given) [given, filled] = [h, names.map((name) => h[name])];
    const values = filled.slice();
    for (let i = 0; i < remembered.length; i += 1) values[remembered[i]] = now[i];
    if (count >= 0) values[count] = t;
    if (gradient >= 0) values[gradient] = gradFn;
    if (asked >= 0) values[asked] = gradFn(now[0]);
    const result = follow(...values);
    return states.length ? result : [result];
  });
};

/** Lookahead around gradient descent: fast weights step, and every k steps the slow ones follow. */
const lookaheadAround = (alphaOf) => ({
  names: ["slow"],
  start: (w) => [w, w],
  step([w, slow], t, gradFn, h, value) {
    const fast = rules.gradientStep(w, gradFn(w), h.lr);
    if (t % h.k) return [fast, slow];
    const next = rules.mix(alphaOf(slow, fast, gradFn, value, h), slow, fast);
    return [next, next];
  },
});

/** What is more than one call of one rule. */
const WRITTEN_OUT = {
  rprop: {
    names: ["step", "grad"],
    start: (w, h) => [w, w.map(() => h.lr), null],
    step([w, lengths, before], t, gradFn) {
      const grad = gradFn(w);
      return [...rules.rpropStep(w, lengths, grad, before), grad];
    },
  },
  lookahead: lookaheadAround((slow, fast, gradFn, value, h) => h.alpha),
  lookaheadFitted: lookaheadAround((slow, fast, gradFn, value) => {
    const slope = dot(gradFn(fast), subtract(fast, slow));
    const [a, b] = rules.fitQuadratic(value(slow), value(fast), slope);
    return rules.bestAlpha(a, b);
  }),
  scheduleFree: {
    names: ["z", "y"],
    start: (w) => [w, w, w],
    step([x, z], t, gradFn, { lr, beta }) {
      const [mean, running] = rules.scheduleFreeStep(x, z, t, gradFn, lr, beta);
      return [mean, running, rules.mix(beta, running, mean)];
    },
  },
  cyclical: racer([], ([w], t, gradFn, { lowest, highest, halfCycle }) =>
    [rules.gradientStep(w, gradFn(w), rules.triangularLearningRate(t - 1, lowest, highest, halfCycle))]),
};

export const OPTIMISERS = Object.fromEntries(
  Object.entries(METHODS).map(([name, method]) => [name, method.arguments ? called(method) : WRITTEN_OUT[name]]));

/** The hyperparameters with which a method starts. */
export const firstNumbers = (name) =>
  Object.fromEntries(Object.entries(METHODS[name].numbers).map(([h, { first }]) => [h, first]));

/** Calls `seen` with [w, …memory] at the start and after each step. */
function follow({ start, step }, w, h, steps, value, gradientAt, seen) {
  let now = start(w, h(1));
  seen(now);
  for (let t = 1; t <= steps; t += 1) {
    now = step(now, t, gradientAt(t), h(t), value);
    seen(now);
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
  followed(steps, ([w]) => {
    path.push(w);
    loss.push(value(w));
  });
  let all;
  return {
    path, loss,
    get states() {
      if (!all) followed(steps, (now) => (all ??= []).push(stateOf(racer, now)));
      return all;
    },
    stateAt(t) {
      let last;
      followed(t, (now) => { last = now; });
      return stateOf(racer, last);
    },
  };
}
