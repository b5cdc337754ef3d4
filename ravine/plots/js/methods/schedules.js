// Learning rates that change; `step` counts from 0. The cyclical ones (Smith 2017) begin with `lowest`.

/** Up and down again in a straight line, 2·halfCycle steps a cycle. */
export const triangularLearningRate = (step, lowest, highest, halfCycle) =>
  cyclical(step, lowest, highest, halfCycle, () => 1);

/** The same, with half the height in each further cycle. */
export const triangular2LearningRate = (step, lowest, highest, halfCycle) =>
  cyclical(step, lowest, highest, halfCycle, (cycle) => 2 ** (1 - cycle));

/** The same, with a height that falls by the factor gamma at every step. */
export const expRangeLearningRate = (step, lowest, highest, halfCycle, gamma) =>
  cyclical(step, lowest, highest, halfCycle, () => gamma ** step);

function cyclical(step, lowest, highest, halfCycle, scale) {
  const cycle = Math.floor(1 + step / (2 * halfCycle));
  const x = Math.abs(step / halfCycle - 2 * cycle + 1);
  return lowest + (highest - lowest) * Math.max(0, 1 - x) * scale(cycle);
}

/** From `highest` at step 0 to `lowest` at step `last` in a straight line. */
export const linearLearningRate = (step, lowest, highest, last) => highest - ((highest - lowest) * step) / last;

/** The same in half a wave of the cosine (Loshchilov and Hutter 2017). */
export const cosineLearningRate = (step, lowest, highest, last) =>
  lowest + ((highest - lowest) * (1 + Math.cos((Math.PI * step) / last))) / 2;
