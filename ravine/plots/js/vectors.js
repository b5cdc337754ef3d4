// Elementwise arithmetic on plain arrays, so that a rule reads like its formula.

export const add = (a, b) => a.map((x, i) => x + b[i]);
export const subtract = (a, b) => a.map((x, i) => x - b[i]);
export const scale = (k, a) => a.map((x) => k * x);
export const dot = (a, b) => a.reduce((sum, x, i) => sum + x * b[i], 0);
export const norm = (a) => Math.sqrt(dot(a, a));
export const zeros = (a) => a.map(() => 0);

/** f applied to the first entries of all arrays, then to the second, … */
export const each = (f, a, b = a, c = a, d = a) => a.map((x, i) => f(x, b[i], c[i], d[i]));

export const square = (x) => x.map((x) => x * x);
/** One step of the moving average of vectors. */
export const average = (beta, m, x) => m.map((m, i) => beta * m + (1 - beta) * x[i]);
