// The same numbers as ravine/problems/random_numbers.py.

/** A function that returns the next number in [0, 1) at each call (mulberry32, Tommy Ettinger, public domain). */
export function uniformNumbers(seed) {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let z = Math.imul(state ^ (state >>> 15), state | 1);
    z ^= z + Math.imul(z ^ (z >>> 7), z | 61);
    return ((z ^ (z >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A function that returns the next draw from N(0, 1) (Box and Muller 1958, the cosine branch), rounded to 2⁻³². */
export function normalNumbers(seed) {
  const uniform = uniformNumbers(seed);
  return () => {
    const radius = Math.sqrt(-2 * Math.log(1 - uniform()));
    return Math.floor(radius * Math.cos(2 * Math.PI * uniform()) * 2 ** 32 + 0.5) / 2 ** 32;
  };
}

/** The next `count` numbers, one after another; in half the time of Float64Array.from({ length }, next). */
export function take(count, next) {
  const numbers = new Float64Array(count);
  for (let i = 0; i < count; i += 1) numbers[i] = next(i);
  return numbers;
}
