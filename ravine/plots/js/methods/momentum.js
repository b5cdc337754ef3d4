// The rolling ball, momentum and Nesterov's momentum.

import { add, each, scale } from "../vectors.js";

/** The rolling ball, semi-implicit Euler: the position moves with the new velocity. */
export function ballStep(x, v, grad, mass, friction, dt) {
  v = each((v, g) => v + (dt / mass) * (-g - friction * v), v, grad);
  return [each((x, v) => x + dt * v, x, v), v];
}

/** The rolling ball, explicit Euler: the position moves with the old velocity. */
export function ballStepExplicit(x, v, grad, mass, friction, dt) {
  return [each((x, v) => x + dt * v, x, v), each((v, g) => v + (dt / mass) * (-g - friction * v), v, grad)];
}

export const momentumFromBall = (mass, friction, dt) => [(dt * dt) / mass, 1 - (friction * dt) / mass];

/** Heavy ball (Polyak 1964). */
export function momentumStep(w, v, grad, lr, beta) {
  v = each((v, g) => beta * v - lr * g, v, grad);
  return [add(w, v), v];
}

/** The best learning rate and decay of the heavy ball where all eigenvalues lie in [mu, L]. */
export function optimalHeavyBall(mu, L) {
  const [small, large] = [Math.sqrt(mu), Math.sqrt(L)];
  return [4 / (large + small) ** 2, ((large - small) / (large + small)) ** 2];
}

/** Nesterov's momentum as Sutskever 2013 and the lecture L3 write it: the gradient is asked for at w + βv. */
export function nesterovStep(w, v, gradFn, lr, beta) {
  const grad = gradFn(add(w, scale(beta, v)));
  v = each((v, g) => beta * v - lr * g, v, grad);
  return [add(w, v), v];
}

/** The lecture P4's look-ahead: the gradient is asked for at w + v. */
export function lookaheadAtWPlusV(w, v, gradFn, lr, beta) {
  const grad = gradFn(add(w, v));
  v = each((v, g) => beta * v - lr * g, v, grad);
  return [add(w, v), v];
}

/** Nesterov's momentum in the look-ahead point u = w + βv, as PyTorch and Keras keep it. */
export function nesterovStepRewritten(u, v, grad, lr, beta) {
  v = each((v, g) => beta * v - lr * g, v, grad);
  return [each((u, v, g) => u + beta * v - lr * g, u, v, grad), v];
}
