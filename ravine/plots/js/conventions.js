// The race's methods as lectures, papers and libraries write them, where their paths part from the course's.
// A convention is [formula, racer]; in the formula [[…]] marks what differs from the course's form, and an arrow renews
// what stands to its left, one after the other. tests/plots/test_race_conventions.py holds each against steps recorded
// from the library, or against the book's table of conventions.

import * as rules from "./methods.js";
import { OPTIMISERS, racer } from "./optimisers.js";
import { add, average, each, square, zeros } from "./vectors.js";

const { abs, max, min, sign, sqrt } = Math;

const sum = (g2, grad) => add(g2, square(grad));

/** w − αg/below(G); where G is 0 a weight has never had a gradient, and stays. */
const divided = (w, grad, g2, lr, below) => each((w, g, g2) => (g ? w - (lr * g) / below(g2) : w), w, grad, g2);

/** Adagrad and RMSprop: `gather` the squares, then divide by their root as `below` takes it. */
const gathering = (gather, below, start) => ({
  ...racer(["g2"], ([w, g2], t, gradFn, h) => {
    const grad = gradFn(w);
    const next = gather(g2, grad, h);
    return [divided(w, grad, next, h.lr, below), next];
  }),
  start: (w) => [w, w.map(() => start ?? 0)],
});

/** The same as L3 prints them: divided before the squares are gathered. */
const stale = (gather) => racer(["g2"], ([w, g2], t, gradFn, h) => {
  const grad = gradFn(w);
  return [divided(w, grad, g2, h.lr, (g2) => sqrt(g2 + 1e-8)), gather(g2, grad, h)];
});

const averaged = (g2, grad, { rho }) => average(rho, g2, square(grad));

/** The length of RProp's step with the papers' factors; it stays where the product of two gradients is 0. */
const papersLength = (lengths, product) =>
  each((s, p) => (p > 0 ? min(s * 1.2, 50) : p < 0 ? max(s * 0.5, 1e-6) : s), lengths, product);

/** RProp of the papers: where the gradient has turned, `turned(g, step, last move)` → [move, gradient kept]. */
const rprop = (turned) => ({
  names: ["step", "grad", "move"],
  start: (w, { lr }) => [w, w.map(() => lr), zeros(w), zeros(w)],
  step([w, lengths, before, last], t, gradFn) {
    const grad = gradFn(w);
    const product = each((g, before) => g * before, grad, before);
    const step = papersLength(lengths, product);
    const moves = each((g, p, s, last) => (p < 0 ? turned(g, s, last) : [-s * sign(g), g]), grad, product, step, last);
    const [move, kept] = [0, 1].map((part) => moves.map((both) => both[part]));
    return [add(w, move), step, kept, move];
  },
});

/** optax's RProp (0.2.8) hands out the step before, and keeps steps in the place of gradients. */
const lateRprop = {
  names: ["step", "next"],
  start: (w, { lr }) => [w, w.map(() => lr), zeros(w)],
  step([w, lengths, late], t, gradFn) {
    const grad = gradFn(w);
    const product = each((g, late) => -g * late, grad, late);
    const step = papersLength(lengths, product);
    const unlessTurned = (moves) => each((move, p) => (p < 0 ? 0 : move), moves, product);
    return [add(w, unlessTurned(late)), step, unlessTurned(each((s, g) => -s * sign(g), step, grad))];
  },
};

/** Adam and its kin: both moving averages, then `move(m, v, t, h)` for each weight. P4 takes 1 − β for β. */
const moments = (move, exchanged = false) => racer(["m", "v"], ([w, m, v], t, gradFn, h) => {
  const grad = gradFn(w);
  const decay = (beta) => (exchanged ? 1 - beta : beta);
  m = average(decay(h.beta1), m, grad);
  v = average(decay(h.beta2), v, square(grad));
  return [each((w, m, v) => w - h.lr * move(m, v, t, h), w, m, v), m, v];
});

/** Adam's step and the decay beside it: the weights that came in lose `decayed` of themselves. */
const adamw = (length, decayed) => racer(["m", "v"], ([w, m, v], t, gradFn, h) => {
  const grad = gradFn(w);
  m = average(h.beta1, m, grad);
  v = average(h.beta2, v, square(grad));
  return [each((w, m, v) => w - h.lr * length(m, v, t, h) - decayed(h) * w, w, m, v), m, v];
});

const adamax = (largest, below) => racer(["m", "u"], ([w, m, u], t, gradFn, { lr, beta1, beta2 }) => {
  const grad = gradFn(w);
  m = average(beta1, m, grad);
  u = each((u, g) => largest(beta2 * u, abs(g)), u, grad);
  return [each((w, m, u) => w - (lr / (1 - beta1 ** t)) * (m / below(u)), w, m, u), m, u];
});

/**
 * Nadam with μₜ = β₁(1 − ½·0.96^(tψ)) and the product of all μ in its state. Dozat's own keeps m with μₜ and takes
 * another β₂ of v.
 */
const nadam = (psi, eps, dozat = false) => ({
  names: ["m", "v", "product"],
  start: (w) => [w, zeros(w), zeros(w), [1]],
  step([w, m, v, [before]], t, gradFn, { lr, beta1, beta2 }) {
    const [now, next] = [t, t + 1].map((t) => beta1 * (1 - 0.5 * 0.96 ** (t * psi)));
    const grad = gradFn(w);
    const product = before * now;
    m = average(dozat ? now : beta1, m, grad);
    v = average(beta2, v, square(grad));
    const ahead = each((m, g) => (next * m) / (1 - product * next) + ((1 - now) * g) / (1 - product), m, grad);
    const below = v.map((v) => sqrt(((dozat ? beta2 : 1) * v) / (1 - beta2 ** t)) + eps);
    return [each((w, a, b) => w - (lr * a) / b, w, ahead, below), m, v, [product]];
  },
});

/** RAdam that adapts where `trusted(ρ)`, with √v as `root` takes it. */
const radam = (trusted, root) => moments((m, v, t, { beta1, beta2 }) => {
  const mHat = m / (1 - beta1 ** t);
  return trusted(rules.trust(t, beta2)) ? (mHat * rules.rectification(t, beta2)) / root(v, 1 - beta2 ** t) : mHat;
});

const plainAdam = (m, v, t, { beta1, beta2 }) => m / (1 - beta1 ** t) / (sqrt(v / (1 - beta2 ** t)) + 1e-8);
const kerasAdam = (m, v, t, { beta1, beta2 }) => ((sqrt(1 - beta2 ** t) / (1 - beta1 ** t)) * m) / (sqrt(v) + 1e-7);

/** A racer whose loss has δ‖w‖²/2 added to it. */
const decayed = ({ step, ...rest }) => ({
  ...rest,
  step: (now, t, gradFn, h) => step(now, t, (w) => each((g, w) => g + h.decay * w, gradFn(w), w), h),
});

/** Schedule-Free around Adam without its mean of gradients: z descends by g/(√v̂ + ε). */
const freeAdam = {
  names: ["z", "y", "v"],
  start: (w) => [...OPTIMISERS.scheduleFree.start(w), zeros(w)],
  step([x, z, y, v], t, gradFn, h) {
    const scaled = (y) => {
      const grad = gradFn(y);
      v = average(0.999, v, square(grad));
      return each((g, v) => g / (sqrt(v / (1 - 0.999 ** t)) + 1e-8), grad, v);
    };
    return [...OPTIMISERS.scheduleFree.step([x, z, y], t, scaled, h), v];
  },
};

const CONVENTIONS = {
  momentum: {
    "P4, printed": ["w ← w + [[v]],  v ← [[−β]]v − αg", racer(["v"], ([w, v], t, gradFn, h) =>
      [add(w, v), each((v, g) => -h.beta * v - h.lr * g, v, gradFn(w))])],
  },
  nesterov: {
    P4: ["v ← βv − α∇L(w + [[v]]),  w ← w + v", racer(["v"], ([w, v], t, gradFn, h) =>
      rules.lookaheadAtWPlusV(w, v, gradFn, h.lr, h.beta))],
    "PyTorch, Keras, optax": ["v ← βv − αg,  [[u]] ← u + [[βv − αg]]", OPTIMISERS.nesterovRewritten],
  },
  rprop: {
    "Riedmiller and Braun": ["Δ ← 1.2Δ where g keeps its sign, [[0.5Δ, the last step back, and g ← 0, where it turns, else Δ]]",
      rprop((g, step, last) => [-last, 0])],
    "Igel and Hüsken, Rprop⁻": ["Δ ← 1.2Δ where g keeps its sign, [[0.5Δ where it turns, else Δ]]", rprop((g, step) => [-step * sign(g), g])],
    PyTorch: ["Δ ← 1.2Δ where g keeps its sign, [[0.5Δ, no step, and g ← 0, where it turns, else Δ]]", rprop(() => [0, 0])],
    optax: ["Δ ← 1.2Δ where g keeps its sign, [[0.5Δ, no step now and at the next, where it turns, else Δ; every step one step late]]",
      lateRprop],
  },
  adagrad: {
    "L3, printed": ["w ← w − αg/√([[Gᵒˡᵈ]] + ε),  G ← Gᵒˡᵈ + g²", stale(sum)],
    PyTorch: ["G ← G + g²,  w ← w − αg/([[√G + 10⁻¹⁰]])", gathering(sum, (g2) => sqrt(g2) + 1e-10)],
    "Keras, optax": ["G₀ = [[0.1]],  G ← G + g²,  w ← w − αg/√(G + [[10⁻⁷]])", gathering(sum, (g2) => sqrt(g2 + 1e-7), 0.1)],
  },
  rmsprop: {
    "L3, printed": ["w ← w − αg/√([[Gᵒˡᵈ]] + ε),  G ← ρGᵒˡᵈ + (1 − ρ)g²", stale(averaged)],
    "Hinton, P4": ["G ← ρG + (1 − ρ)g²,  w ← w − αg/[[√G]]", gathering(averaged, sqrt)],
    PyTorch: ["G ← ρG + (1 − ρ)g²,  w ← w − αg/([[√G + ε]])", gathering(averaged, (g2) => sqrt(g2) + 1e-8)],
    Keras: ["G ← ρG + (1 − ρ)g²,  w ← w − αg/√(G + [[10⁻⁷]])", gathering(averaged, (g2) => sqrt(g2 + 1e-7))],
  },
  adadelta: {
    "L3, printed": ["d ← −√(D + ε)/√([[Gᵒˡᵈ]] + ε)·g,  w ← w + d,  G ← ρGᵒˡᵈ + (1 − ρ)g²,  D ← ρD + (1 − ρ)d²",
      racer(["g2", "d2"], ([w, g2, d2], t, gradFn, { rho, eps }) => {
        const grad = gradFn(w);
        const d = each((g, g2, d2) => (-sqrt(d2 + eps) / sqrt(g2 + eps)) * g, grad, g2, d2);
        return [add(w, d), average(rho, g2, square(grad)), average(rho, d2, square(d))];
      })],
  },
  adam: {
    "P4, printed": ["m ← [[(1 − β₁)]]m + [[β₁]]g,  v ← [[(1 − β₂)]]v + [[β₂]]g²,  w ← w − α[[m/(√v + ε)]]",
      moments((m, v) => m / (sqrt(v) + 1e-8), true)],
    Keras: ["w ← w − α·√(1 − β₂ᵗ)/(1 − β₁ᵗ)·m/([[√v + 10⁻⁷]])", moments(kerasAdam)],
  },
  adamw: {
    "Loshchilov and Hutter": ["w ← w − α·m̂/(√v̂ + ε) − [[δ]]w", adamw(plainAdam, ({ decay }) => decay)],
    Keras: ["w ← w − α·√(1 − β₂ᵗ)/(1 − β₁ᵗ)·m/([[√v + 10⁻⁷]]) − αδw", adamw(kerasAdam, ({ lr, decay }) => lr * decay)],
    "Adam with L2, PyTorch": ["[[g ← g + δw]],  then Adam: the decay goes through both means", decayed(OPTIMISERS.adam)],
  },
  scheduleFree: {
    "AdamW, optax": ["z ← z − α[[g/(√v̂ + ε)]],  x ← x + (z − x)/t,  β₂ = 0.999", freeAdam],
  },
  adamax: {
    "PyTorch, optax": ["u ← max(β₂u, |g| [[+ 10⁻⁸]]),  w ← w − α/(1 − β₁ᵗ)·m/u", adamax((u, g) => max(u, g + 1e-8), (u) => u)],
    Keras: ["u ← max(β₂u, |g|),  w ← w − α/(1 − β₁ᵗ)·m/(u [[+ 10⁻⁷]])", adamax(max, (u) => u + 1e-7)],
  },
  nadam: {
    Dozat: ["m ← [[μₜ]]m + (1 − [[μₜ]])g with [[μₜ = β₁(1 − ½·0.96^(t/250))]], also in the look-ahead;  v̂ = [[β₂]]v/(1 − β₂ᵗ)",
      nadam(0.004, 1e-8, true)],
    PyTorch: ["[[β₁(1 − ½·0.96^(t/250))]] in the place of β₁ in the look-ahead", nadam(0.004, 1e-8)],
    Keras: ["[[β₁(1 − ½·0.96ᵗ)]] in the place of β₁ in the look-ahead,  ε = [[10⁻⁷]]", nadam(1, 1e-7)],
  },
  radam: {
    PyTorch: ["adapts where ρ > [[5]],  divides by [[(√v + ε)/√(1 − β₂ᵗ)]]", radam((rho) => rho > 5, (v, c) => (sqrt(v) + 1e-8) / sqrt(c))],
    optax: ["adapts where ρ [[≥ 5]]", radam((rho) => rho >= 5, (v, c) => sqrt(v / c) + 1e-8)],
  },
};

/** Who else writes a method in a form of his own. */
export const conventionsOf = (method) => Object.keys(CONVENTIONS[method] ?? {});

/** The formula of a method in a convention and its racer; undefined where there is none. */
export function variantOf(method, convention) {
  const own = CONVENTIONS[method] ?? {};
  if (!Object.hasOwn(own, convention)) return undefined;
  const [formula, racer] = own[convention];
  return { formula, racer };
}
