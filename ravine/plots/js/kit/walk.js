// What a student's own function needs to walk through a figure: a figure's `walk(exercise, p)` answers it with
// { surface, start, steps, parameters }, the parameters by their names in Python; null where the exercise has no path
// on what is shown.

import { METHODS } from "../optimisers.js";

const camel = (name) => name.replace(/_(\w)/g, (_, letter) => letter.toUpperCase());
const snake = (name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** The key of the method that an exercise is about: momentum_step asks for momentumStep, gradient_descent for its path. */
export const methodOf = (exercise) => {
  const rule = exercise === "gradient_descent" ? "gradientStep" : camel(exercise);
  return Object.keys(METHODS).find((name) => METHODS[name].rule === rule);
};

const LIONS = { betaSign: "beta1", betaKept: "beta2" }; // in the race they have words of their own

/** Hyperparameters as the exercises call them. */
export const inPython = (numbers) =>
  Object.fromEntries(Object.entries(numbers).map(([name, value]) => [LIONS[name] ?? snake(name), value]));
