// Methods that give every weight its own learning rate, from RProp to RAdam.

import { average, each, square } from "../vectors.js";

const { abs, max, min, sign, sqrt } = Math;

/** RProp with the factors of the lecture P4; at the first step, without a previous gradient, `step` stays as it is. */
export function rpropStep(w, step, grad, previousGrad, up = 1.2, down = 0.6, smallest = 1e-6, largest = 50) {
  if (previousGrad) {
    const factor = each((g, before) => (g * before > 0 ? up : down), grad, previousGrad);
    step = each((s, f) => min(max(s * f, smallest), largest), step, factor);
  }
  return [each((w, s, g) => w - s * sign(g), w, step, grad), step];
}

/** Exponential moving average of the numbers x, from 0; corrected: divided by the sum 1 − βᵗ of its weights. */
export function ema(x, beta, corrected = false) {
  let m = 0;
  return x.map((value, i) => {
    m = beta * m + (1 - beta) * value;
    return corrected ? m / (1 - beta ** (i + 1)) : m;
  });
}

export function adagradStep(w, g2, grad, lr, eps = 1e-8) {
  g2 = each((g2, g) => g2 + g * g, g2, grad);
  return [each((w, g, g2) => w - (lr * g) / sqrt(g2 + eps), w, grad, g2), g2];
}

export function rmspropStep(w, g2, grad, lr, rho = 0.9, eps = 1e-8) {
  g2 = average(rho, g2, square(grad));
  return [each((w, g, g2) => w - (lr * g) / sqrt(g2 + eps), w, grad, g2), g2];
}

export function adadeltaStep(w, g2, d2, grad, rho = 0.9, eps = 1e-6) {
  g2 = average(rho, g2, square(grad));
  const delta = each((g, g2, d2) => (-sqrt(d2 + eps) / sqrt(g2 + eps)) * g, grad, g2, d2);
  return [each((w, d) => w + d, w, delta), g2, average(rho, d2, square(delta))];
}

/** Adam (Kingma and Ba 2015, algorithm 1); t counts from 1. */
export function adamStep(w, m, v, t, grad, lr = 1e-3, beta1 = 0.9, beta2 = 0.999, eps = 1e-8) {
  m = average(beta1, m, grad);
  v = average(beta2, v, square(grad));
  const [mCorrection, vCorrection] = [1 - beta1 ** t, 1 - beta2 ** t];
  return [each((w, m, v) => w - (lr * (m / mCorrection)) / (sqrt(v / vCorrection) + eps), w, m, v), m, v];
}

/** Adamax (Kingma and Ba 2015, algorithm 2); a weight that has never had a gradient stays. */
export function adamaxStep(w, m, u, t, grad, lr = 2e-3, beta1 = 0.9, beta2 = 0.999) {
  m = average(beta1, m, grad);
  u = each((u, g) => max(beta2 * u, abs(g)), u, grad);
  const rate = lr / (1 - beta1 ** t);
  return [each((w, m, u) => (u > 0 ? w - rate * (m / u) : w), w, m, u), m, u];
}

/** Nadam (Dozat 2016) with a constant β₁. */
export function nadamStep(w, m, v, t, grad, lr = 2e-3, beta1 = 0.9, beta2 = 0.999, eps = 1e-8) {
  m = average(beta1, m, grad);
  v = average(beta2, v, square(grad));
  const [next, now, vCorrection] = [1 - beta1 ** (t + 1), 1 - beta1 ** t, 1 - beta2 ** t];
  const ahead = each((m, g) => (beta1 * m) / next + ((1 - beta1) * g) / now, m, grad);
  return [each((w, a, v) => w - (lr * a) / (sqrt(v / vCorrection) + eps), w, ahead, v), m, v];
}

/** RAdam (Liu et al. 2020, algorithm 2): steps like Adam once the second moment can be trusted, ρ > 4. */
export function radamStep(w, m, v, t, grad, lr = 1e-3, beta1 = 0.9, beta2 = 0.999, eps = 1e-8) {
  m = average(beta1, m, grad);
  v = average(beta2, v, square(grad));
  const [mCorrection, vCorrection] = [1 - beta1 ** t, 1 - beta2 ** t];
  const r = rectification(t, beta2);
  const length = r ? (v) => r / (sqrt(v / vCorrection) + eps) : () => 1;
  return [each((w, m, v) => w - lr * (m / mCorrection) * length(v), w, m, v), m, v];
}

/** RAdam's ρ: how many squares the second moment is worth. */
export const trust = (t, beta2) => rhoLast(beta2) - (2 * t * beta2 ** t) / (1 - beta2 ** t);

/** RAdam's factor r, or 0 while ρ ≤ 4. */
export function rectification(t, beta2) {
  const [rho, last] = [trust(t, beta2), rhoLast(beta2)];
  return rho > 4 ? sqrt(((rho - 4) * (rho - 2) * last) / ((last - 4) * (last - 2) * rho)) : 0;
}

const rhoLast = (beta2) => 2 / (1 - beta2) - 1;
