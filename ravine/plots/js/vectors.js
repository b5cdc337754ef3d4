// Elementwise arithmetic on plain arrays, so that a rule reads like its formula.

export const add = (a, b) => a.map((x, i) => x + b[i]);
export const subtract = (a, b) => a.map((x, i) => x - b[i]);
export const scale = (k, a) => a.map((x) => k * x);
export const dot = (a, b) => a.reduce((sum, x, i) => sum + x * b[i], 0);
export const norm = (a) => Math.sqrt(dot(a, a));
export const zeros = (a) => a.map(() => 0);

/** f applied to the first entries of all arrays, then to the second, … */
export const each = (f, first, ...others) => first.map((x, i) => f(x, ...others.map((o) => o[i])));

export const square = (x) => x.map((x) => x * x);
/** One step of the moving average of vectors. */
export const average = (beta, m, x) => each((m, x) => beta * m + (1 - beta) * x, m, x);
