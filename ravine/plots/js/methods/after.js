// What came after the lectures.

import { average, dot, each, scale } from "../vectors.js";
import { adamStep } from "./adaptive.js";
import { mix } from "./lookahead.js";

/** AdamW (Loshchilov and Hutter 2019) as PyTorch and optax have it: the weights that came in shrink by lr·decay. */
export function adamwStep(w, m, v, t, grad, lr = 1e-3, decay = 0.01, beta1 = 0.9, beta2 = 0.999, eps = 1e-8) {
  const [moved, ...moments] = adamStep(w, m, v, t, grad, lr, beta1, beta2, eps);
  return [each((moved, w) => moved - lr * decay * w, moved, w), ...moments];
}

/** Signum (Bernstein et al. 2018): the sign of the mean of the gradients. */
export function signumStep(w, m, grad, lr, beta) {
  m = average(beta, m, grad);
  return [each((w, m) => w - lr * Math.sign(m), w, m), m];
}

/** Lion (Chen et al. 2023, algorithm 2): the sign of a mean that forgets faster, β₁, than the one that is kept, β₂. */
export function lionStep(w, m, grad, lr = 1e-4, decay = 0, beta1 = 0.9, beta2 = 0.99) {
  const direction = average(beta1, m, grad).map(Math.sign);
  return [each((w, d) => w - lr * (d + decay * w), w, direction), average(beta2, m, grad)];
}

/** Schedule-Free (Defazio et al. 2024) at a constant rate: z descends by the gradient at y, and x is the mean of all z. */
export function scheduleFreeStep(x, z, t, gradFn, lr, beta = 0.9) {
  const grad = gradFn(mix(beta, z, x));
  z = each((z, g) => z - lr * g, z, grad);
  return [each((x, z) => x + (z - x) / t, x, z), z];
}

/** The largest learning rate that is stable where the curvature is λ, at β = `beta`; Adam's, divided by `divisor`. */
export function stabilityLimit(curvature, method, beta = 0, divisor = 1) {
  const averaging = (2 * (1 + beta)) / (1 - beta);
  const limits = {
    "gradient descent": 2,
    momentum: 2 * (1 + beta),
    nesterov: (2 * (1 + beta)) / (1 + 2 * beta),
    averaging,
    adam: averaging * divisor,
  };
  return limits[method] / Math.max(...[curvature].flat());
}

/** The arrays `grads`, which are one long vector, cut to the length maxNorm, and their length before (Pascanu et al. 2013). */
export function clipByGlobalNorm(grads, maxNorm) {
  const length = Math.sqrt(grads.reduce((sum, grad) => sum + dot(grad, grad), 0));
  return [length > maxNorm ? grads.map((grad) => scale(maxNorm / length, grad)) : grads, length];
}
