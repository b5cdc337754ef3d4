// Every method as a racer: { start(w, h) → state, step(w, state, t, gradFn, h) → [w, state] }, h its hyperparameters.
// state is an object of arrays, shown in the table of states under these names.

import * as rules from "./methods.js";
import { each, zeros } from "./vectors.js";

const nothing = () => ({});
/** The state before the first step: zeros for each name. */
const fromZeros = (...names) => (w) => Object.fromEntries(names.map((name) => [name, zeros(w)]));
/** A rule that takes and returns its states in this order. */
const racer = (names, rule) => ({
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

// --- the same names in other conventions, where their paths differ: [formula, racer]; in the formula [[…]] marks the
// term that differs from the course's.

const { abs, max, min, sign, sqrt } = Math;
const squared = (w, g2, g, lr, lower) => each((w, g, g2) => w - (lr * g) / lower(g2), w, g, g2);
const stale = (after) => racer(["g2"], (w, [g2], t, gradFn, h) => {
  const grad = gradFn(w);
  return [squared(w, g2, grad, h.lr, (g2) => sqrt(g2 + 1e-8)), after(g2, grad, h)];
});
const startingAt = (first, names, rule) => ({ ...racer(names, rule), start: (w) => ({ g2: w.map(() => first) }) });
const sum = (g2, grad) => each((g2, g) => g2 + g * g, g2, grad);
const average = (beta, m, x) => each((m, x) => beta * m + (1 - beta) * x, m, x);
const squares = (grad) => each((g) => g * g, grad);

const rpropWith = (atZero, down, zeroing) => ({
  start: (w, h) => ({ step: w.map(() => h.lr), grad: null }),
  step(w, state, t, gradFn) {
    let grad = gradFn(w);
    let step = state.step;
    if (state.grad) {
      const product = each((g, before) => g * before, grad, state.grad);
      step = each((s, p) => (p > 0 ? min(s * 1.2, 50) : p < 0 || !atZero ? max(s * down, 1e-6) : s), step, product);
      if (zeroing) grad = each((g, p) => (p < 0 ? 0 : g), grad, product);
    }
    return [each((w, s, g) => w - s * sign(g), w, step, grad), { step, grad }];
  },
});

/** Nadam's schedule β_t = β(1 − ½·0.96^(tψ)), with the product of all βs in its state. */
const scheduledNadam = (psi, eps) => ({
  start: (w) => ({ ...fromZeros("m", "v")(w), product: [1] }),
  step(w, { m, v, product: [before] }, t, gradFn, { lr, beta1, beta2 }) {
    const mu = (t) => beta1 * (1 - 0.5 * 0.96 ** (t * psi));
    const grad = gradFn(w);
    const product = before * mu(t);
    m = average(beta1, m, grad);
    v = average(beta2, v, squares(grad));
    const ahead = each((m, g) => (mu(t + 1) * m) / (1 - product * mu(t + 1)) + ((1 - mu(t)) * g) / (1 - product), m, grad);
    return [each((w, a, v) => w - (lr * a) / (sqrt(v / (1 - beta2 ** t)) + eps), w, ahead, v), { m, v, product: [product] }];
  },
});

export const CONVENTIONS = {
  momentum: {
    P4: ["u ← [[−β]]v − αg,  w ← w + [[v]],  v ← u", racer(["v"], (w, [v], t, gradFn, h) => {
      const next = each((v, g) => -h.beta * v - h.lr * g, v, gradFn(w));
      return [each((w, v) => w + v, w, v), next];
    })],
  },
  nesterov: {
    P4: ["v ← βv − α∇L(w + [[v]]),  w ← w + v", racer(["v"], (w, [v], t, gradFn, h) => rules.lookaheadAtWPlusV(w, v, gradFn, h.lr, h.beta))],
    "PyTorch, Keras, optax": ["v ← βv − αg,  [[u]] ← u + [[βv − αg]]", racer(["v"], (u, [v], t, gradFn, h) => rules.nesterovStepRewritten(u, v, gradFn(u), h.lr, h.beta))],
  },
  rprop: {
    paper: ["Δ ← 1.2Δ if gg′ > 0, [[0.5Δ if gg′ < 0, else Δ]]", rpropWith(true, 0.5, false)],
    PyTorch: ["Δ ← 1.2Δ if gg′ > 0, [[0.5Δ and g ← 0 if gg′ < 0, else Δ]]", rpropWith(true, 0.5, true)],
  },
  adagrad: {
    "L3, printed": ["w ← w − αg/√([[old G]] + ε),  G ← G + g²", stale(sum)],
    PyTorch: ["G ← G + g²,  w ← w − αg/([[√G + 10⁻¹⁰]])", racer(["g2"], (w, [g2], t, gradFn, h) => {
      const grad = gradFn(w);
      g2 = sum(g2, grad);
      return [squared(w, g2, grad, h.lr, (g2) => sqrt(g2) + 1e-10), g2];
    })],
    Keras: ["G₀ = [[0.1]],  G ← G + g²,  w ← w − αg/√(G + [[10⁻⁷]])", startingAt(0.1, ["g2"], (w, [g2], t, gradFn, h) => rules.adagradStep(w, g2, gradFn(w), h.lr, 1e-7))],
    optax: ["G₀ = [[0.1]],  G ← G + g²,  w ← w − αg/√(G + [[10⁻⁷]])", startingAt(0.1, ["g2"], (w, [g2], t, gradFn, h) => rules.adagradStep(w, g2, gradFn(w), h.lr, 1e-7))],
  },
  rmsprop: {
    "L3, printed": ["w ← w − αg/√([[old G]] + ε),  G ← ρG + (1 − ρ)g²", stale((g2, grad, h) => average(h.rho, g2, squares(grad)))],
    PyTorch: ["G ← ρG + (1 − ρ)g²,  w ← w − αg/([[√G + ε]])", racer(["g2"], (w, [g2], t, gradFn, h) => {
      const grad = gradFn(w);
      g2 = average(h.rho, g2, squares(grad));
      return [squared(w, g2, grad, h.lr, (g2) => sqrt(g2) + 1e-8), g2];
    })],
    Keras: ["G ← ρG + (1 − ρ)g²,  w ← w − αg/√(G + [[10⁻⁷]])", racer(["g2"], (w, [g2], t, gradFn, h) => rules.rmspropStep(w, g2, gradFn(w), h.lr, h.rho, 1e-7))],
  },
  adam: {
    P4: ["m ← [[(1 − β₁)]]m + [[β₁]]g,  v ← [[(1 − β₂)]]v + [[β₂]]g²,  w ← w − α[[m/(√v + ε)]]", racer(["m", "v"], (w, [m, v], t, gradFn, h) => {
      const grad = gradFn(w);
      m = average(1 - h.beta1, m, grad);
      v = average(1 - h.beta2, v, squares(grad));
      return [each((w, m, v) => w - (h.lr * m) / (sqrt(v) + 1e-8), w, m, v), m, v];
    })],
    Keras: ["w ← w − α·√(1 − β₂ᵗ)/(1 − β₁ᵗ)·m/(√v + [[10⁻⁷]])", racer(["m", "v"], (w, [m, v], t, gradFn, h) =>
      rules.adamStep(w, m, v, t, gradFn(w), h.lr, h.beta1, h.beta2, 1e-7 / sqrt(1 - h.beta2 ** t)))],
  },
  adamax: {
    PyTorch: ["u ← max(β₂u, |g| [[+ 10⁻⁸]]),  w ← w − α/(1 − β₁ᵗ)·m/u", racer(["m", "u"], (w, [m, u], t, gradFn, h) => {
      const grad = gradFn(w);
      m = average(h.beta1, m, grad);
      u = each((u, g) => max(h.beta2 * u, abs(g) + 1e-8), u, grad);
      return [each((w, m, u) => w - (h.lr / (1 - h.beta1 ** t)) * (m / u), w, m, u), m, u];
    })],
  },
  nadam: {
    PyTorch: ["[[β₁(1 − ½·0.96^(t/250))]] in the place of β₁ in the look-ahead", scheduledNadam(0.004, 1e-8)],
    Keras: ["[[β₁(1 − ½·0.96ᵗ)]] in the place of β₁ in the look-ahead,  ε = [[10⁻⁷]]", scheduledNadam(1, 1e-7)],
  },
  radam: {
    PyTorch: ["adapts where ρ > [[5]]", racer(["m", "v"], (w, [m, v], t, gradFn, h) => {
      const last = 2 / (1 - h.beta2) - 1;
      const rho = last - (2 * t * h.beta2 ** t) / (1 - h.beta2 ** t);
      const grad = gradFn(w);
      if (rho > 5) return rules.radamStep(w, m, v, t, grad, h.lr, h.beta1, h.beta2);
      m = average(h.beta1, m, grad);
      return [each((w, m) => w - h.lr * (m / (1 - h.beta1 ** t)), w, m), m, average(h.beta2, v, squares(grad))];
    })],
  },
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
