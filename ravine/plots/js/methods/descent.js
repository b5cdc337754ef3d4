// Steps that keep no memory: gradient descent and two that forget the gradient's size.

import { each, norm } from "../vectors.js";

export const gradientStep = (w, grad, lr) => each((w, g) => w - lr * g, w, grad);

/** The same length for every weight: only the gradient's sign counts. */
export const signStep = (w, grad, lr) => each((w, g) => w - lr * Math.sign(g), w, grad);

/** The same length for the whole step; a zero gradient moves nothing. */
export function normalisedStep(w, grad, lr) {
  const length = norm(grad);
  return length > 0 ? each((w, g) => w - (lr * g) / length, w, grad) : w;
}
