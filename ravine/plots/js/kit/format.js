// Numbers and sentences as a reader sees them.

const SUPERSCRIPT = "⁰¹²³⁴⁵⁶⁷⁸⁹";
const raise = (exponent) =>
  String(exponent).replace("-", "⁻").replace(/\d/g, (digit) => SUPERSCRIPT[digit]);

/** A power of ten on an axis: 10⁻², 10⁻¹, 1, 10, 10², all written alike. */
export const powerOfTen = (exponent) => (exponent === 0 ? "1" : exponent === 1 ? "10" : `10${raise(exponent)}`);

/** Three significant digits, a true minus sign, powers of ten outside [0.001, 100 000). */
export function format(x, digits = 3) {
  if (typeof x !== "number") return String(x);
  if (!Number.isFinite(x)) return Number.isNaN(x) ? "–" : x > 0 ? "∞" : "−∞";
  if (x === 0) return "0";
  const size = Math.abs(x);
  if (size >= 0.001 && size < 1e5) return String(Number(x.toPrecision(digits))).replace("-", "−");
  const [mantissa, exponent] = x.toExponential(digits - 1).split("e");
  return `${String(Number(mantissa)).replace("-", "−")}·10${raise(Number(exponent))}`;
}

export const formatPoint = (point) => `(${point.map((x) => format(x)).join(", ")})`;

/** "{name}" in a sentence is replaced by values.name, numbers and points formatted. */
export const fill = (sentence, values) =>
  sentence.replace(/\{(\w+)\}/g, (_, name) => {
    const value = values[name];
    return Array.isArray(value) ? formatPoint(value) : format(value);
  });
