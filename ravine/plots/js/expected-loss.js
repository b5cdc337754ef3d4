// The expected loss of a method on the quadratic Σ ½λw² with gradients of variance s² = noise·λ in every direction,
// from w = 1: exact recursions of the second moments, and their adjoint, by which the best schedule is found.
// A method moves two numbers of each direction, z ← M z + g ξ: (w, v) of momentum, (fast, slow) of Lookahead, and of an
// average (z, x), where z runs and x is evaluated.

export const CURVATURES = Array.from({ length: 30 }, (_, i) => 10 ** ((2 * i) / 29 - 2));
export const STEPS = 200;

/** The rows of (z, x) where x takes in the share c of the new z; `row` and `noise` are z's own. */
const averaged = (row, noise, c, kept) => [[...row, c * row[0], c * row[1] + kept], [noise, c * noise]];

/** Descent beside an average that takes in the share c(t) of each new z. */
const beside = (c) => ({
  start: [1, 1, 1],
  evaluated: 1,
  step: (rate, curvature, t) => averaged([1 - rate * curvature, 0], rate, c(t), 1 - c(t)),
  slope: (curvature, t) => averaged([-curvature, 0], 1, c(t), 0),
  limit: 2,
});

/** For each method: the first moments E z zᵀ as [p, q, r], and M = [a, b, c, d], g and their derivatives by the rate. */
const METHODS = {
  descent: () => ({
    start: [1, 0, 0],
    step: (rate, curvature) => [[1 - rate * curvature, 0, 0, 0], [rate, 0]],
    slope: (curvature) => [[-curvature, 0, 0, 0], [1, 0]],
    limit: 2,
  }),
  momentum: ({ beta }) => ({
    start: [1, 0, 0],
    step: (rate, curvature) => [[1 - rate * curvature, beta, -rate * curvature, beta], [rate, rate]],
    slope: (curvature) => [[-curvature, 0, -curvature, 0], [1, 1]],
    limit: 2 * (1 + beta),
  }),
  lookahead({ alpha, k }) {
    const ends = (t) => (t + 1) % k === 0;
    /** Both weights at the point between them: the row of the fast one weighs alpha. */
    const mixed = ([a, b, c, d], [g, h]) => {
      const [top, bottom, noise] = [alpha * a + (1 - alpha) * c, alpha * b + (1 - alpha) * d, alpha * g + (1 - alpha) * h];
      return [[top, bottom, top, bottom], [noise, noise]];
    };
    const inner = (rate, curvature) => [[1 - rate * curvature, 0, 0, 1], [rate, 0]];
    const slope = (curvature) => [[-curvature, 0, 0, 0], [1, 0]];
    return {
      start: [1, 1, 1],
      step: (rate, curvature, t) => (ends(t) ? mixed(...inner(rate, curvature)) : inner(rate, curvature)),
      slope: (curvature, t) => (ends(t) ? mixed(...slope(curvature)) : slope(curvature)),
      limit: 2,
    };
  },
  tail: () => beside((t) => (t < STEPS / 2 ? 1 : 1 / (t - STEPS / 2 + 1))),
  ema: ({ kept }) => beside(() => 1 - kept),
  /** The gradient is asked at (1 − β)z + βx, and every z weighs the same (Defazio et al. 2024). */
  scheduleFree({ beta }) {
    const c = (t) => 1 / (t + 1);
    const row = (rate, curvature) => [-rate * curvature * (1 - beta), -rate * curvature * beta];
    return {
      start: [1, 1, 1],
      evaluated: 1,
      step(rate, curvature, t) {
        const [own, other] = row(rate, curvature);
        return averaged([1 + own, other], rate, c(t), 1 - c(t));
      },
      slope: (curvature, t) => averaged(row(1, curvature), 1, c(t), 0),
      limit: 2 / (1 - beta),
    };
  },
};

const squareOf = ({ evaluated = 0 }, [p, , r]) => (evaluated ? r : p);

export const methodOf = ({ method, ...numbers }) => METHODS[method](numbers);

/** M P Mᵀ + s² g gᵀ for symmetric P = [[p, q], [q, r]]. */
function moved([p, q, r], [[a, b, c, d], [g, h]], s2) {
  return [
    a * a * p + 2 * a * b * q + b * b * r + s2 * g * g,
    a * c * p + (a * d + b * c) * q + b * d * r + s2 * g * h,
    c * c * p + 2 * c * d * q + d * d * r + s2 * h * h,
  ];
}

/** The moments of one direction before the first step and after each. */
function moments({ start, step }, rates, curvature, noise) {
  const all = [start];
  rates.forEach((rate, t) => all.push(moved(all[t], step(rate, curvature, t), noise * curvature)));
  return all;
}

/** Expected losses ½λE w² of every direction, [direction][step]. */
export const expectedParts = (settings, rates) => {
  const method = methodOf(settings);
  return CURVATURES.map((curvature) =>
    moments(method, rates, curvature, settings.noise).map((P) => 0.5 * curvature * squareOf(method, P)));
};

/** The expected loss after the last step. */
export function expectedEnd(settings, rates) {
  const method = methodOf(settings);
  const { start, step } = method;
  return CURVATURES.reduce((sum, curvature) => {
    const end = rates.reduce((P, rate, t) => moved(P, step(rate, curvature, t), settings.noise * curvature), start);
    return sum + 0.5 * curvature * squareOf(method, end);
  }, 0);
}

/** The gradient of that loss by the rate of every step: the moments forwards, their adjoint Q ← MᵀQM backwards. */
export function gradientOfEnd(settings, rates) {
  const method = methodOf(settings);
  const gradient = rates.map(() => 0);
  for (const curvature of CURVATURES) {
    const s2 = settings.noise * curvature;
    const all = moments(method, rates, curvature, settings.noise);
    let [u, v, w] = method.evaluated ? [0, 0, 0.5 * curvature] : [0.5 * curvature, 0, 0]; // Q
    for (let t = rates.length - 1; t >= 0; t -= 1) {
      const [[a, b, c, d], [g, h]] = method.step(rates[t], curvature, t);
      const [[da, db, dc, dd], [dg, dh]] = method.slope(curvature, t);
      const [p, q, r] = all[t];
      // tr(Q dM P Mᵀ), where P Mᵀ = [[x, y], [z, o]]
      const [x, y, z, o] = [p * a + q * b, p * c + q * d, q * a + r * b, q * c + r * d];
      const trace = u * (da * x + db * z) + v * (da * y + db * o) + v * (dc * x + dd * z) + w * (dc * y + dd * o);
      gradient[t] += 2 * trace + 2 * s2 * ((u * g + v * h) * dg + (v * g + w * h) * dh);
      [u, v, w] = [
        u * a * a + 2 * v * a * c + w * c * c,
        u * a * b + v * (a * d + b * c) + w * c * d,
        u * b * b + 2 * v * b * d + w * d * d,
      ];
    }
  }
  return gradient;
}
