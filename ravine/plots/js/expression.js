// Expressions that a reader types, such as tanh(w*x + b), read by hand: no text is ever run. The grammar, the nodes and
// the sentences are those of ravine/plots/expression.py.

const INPUTS = "awxby";
const FUNCTIONS = {
  tanh: Math.tanh, exp: Math.exp, log: Math.log, sin: Math.sin, cos: Math.cos, relu: (a) => Math.max(a, 0),
  sigmoid: (a) => 1 / (1 + Math.exp(-a)), sqrt: Math.sqrt,
};
const LONGEST = 80; // characters
const NAMES = ["u", "v", "q", "r", "s", "t", "c", "d", "e", "f", "g", "z"]; // of what is calculated; the result is z
const TOKEN = /(?<number>\d+\.?\d*|\.\d+)|(?<name>[A-Za-z]+)|(?<sign>\*\*|[-+*/^()])/y;

/** An expression that cannot be read: `what` is the text that says why, `values` what it says it of. */
export class Unreadable extends Error {
  constructor(what, values = {}) {
    super(what);
    Object.assign(this, { what, values });
  }
}

function tokensOf(text) {
  const tokens = [];
  for (let at = 0; at < text.length;) {
    if (text[at] === " ") { at += 1; continue; }
    TOKEN.lastIndex = at;
    const found = TOKEN.exec(text);
    if (!found) throw new Unreadable("formulaSign", { found: String.fromCodePoint(text.codePointAt(at)), at: at + 1 });
    const kind = Object.keys(found.groups).find((name) => found.groups[name] !== undefined);
    tokens.push({ kind, found: found[0] === "**" ? "^" : found[0], at: at + 1 });
    at = TOKEN.lastIndex;
  }
  return tokens;
}

// What two numbers give; "from" is k − a and "into" k/a, where k stands first.
const BINARY = { "+": "sum", "-": "difference", "*": "product", "/": "quotient" };
const NUMBERS = {
  sum: (a, b) => a + b, difference: (a, b) => a - b, product: (a, b) => a * b, quotient: (a, b) => a / b, power: Math.pow,
  ...FUNCTIONS,
};
const FIRST = { sum: "plus", difference: "from", product: "times", quotient: "into" }; // k ∘ a
const SECOND = { sum: "plus", difference: "minus", product: "times", quotient: "over", power: "power" }; // a ∘ k

const where = ({ found, at }) => ({ found, at });
const isNumber = (part) => typeof part === "number";

/** Reads tokens once; a part read is a number, the name of an input, or { place } of a calculation. */
function reading(tokens) {
  const [inputs, calculations] = [[], []];
  let next = 0;
  const sign = (...signs) => (next < tokens.length && signs.includes(tokens[next].found) ? tokens[next++] : null);

  const calculated = (kind, at, ...parts) => {
    if (parts.every(isNumber)) {
      const value = NUMBERS[kind](...parts);
      if (!Number.isFinite(value)) throw new Unreadable("formulaNumber", { at });
      return value;
    }
    let calculation = [kind, null, ...parts];
    if (isNumber(parts[0])) calculation = [FIRST[kind], ...parts];
    else if (isNumber(parts.at(-1))) calculation = [SECOND[kind], parts.at(-1), ...parts.slice(0, -1)];
    const key = JSON.stringify(calculation);
    const place = calculations.findIndex((other) => JSON.stringify(other) === key);
    return { place: place < 0 ? calculations.push(calculation) - 1 : place };
  };
  const chain = (part, signs) => {
    let left = part();
    for (let found = sign(...signs); found; found = sign(...signs)) left = calculated(BINARY[found.found], found.at, left, part());
    return left;
  };
  const sum = () => chain(product, ["+", "-"]);
  const product = () => chain(factor, ["*", "/"]);
  const factor = () => {
    const minus = sign("-");
    if (minus) return calculated("product", minus.at, -1, factor());
    const base = atom();
    const raised = sign("^");
    if (!raised) return base;
    const exponent = factor();
    if (!isNumber(exponent)) throw new Unreadable("formulaExponent", { at: raised.at + 1 });
    return calculated("power", raised.at, base, exponent);
  };
  const atom = () => {
    if (next === tokens.length) throw new Unreadable("formulaEnds");
    const { kind, found, at } = tokens[next++];
    if (kind === "number") return Number(found);
    if (kind === "name") return name(found, at);
    if (found !== "(") throw new Unreadable("formulaBegins", { found, at });
    return bracket(at);
  };
  const name = (found, at) => {
    if (Object.hasOwn(FUNCTIONS, found)) {
      const opened = sign("(");
      if (!opened) throw new Unreadable("formulaCalled", { found, at });
      return calculated(found, at, bracket(opened.at));
    }
    if (found.length > 1 || !INPUTS.includes(found)) throw new Unreadable("formulaName", { found, at });
    if (!inputs.includes(found)) inputs.push(found);
    return found;
  };
  const bracket = (at) => {
    const inside = sum();
    if (sign(")")) return inside;
    if (next < tokens.length) throw new Unreadable("formulaJoined", where(tokens[next]));
    throw new Unreadable("formulaOpen", { at });
  };

  sum();
  if (next < tokens.length) throw new Unreadable(tokens[next].found === ")" ? "formulaClosed" : "formulaJoined", where(tokens[next]));
  return { inputs, calculations };
}

/**
 * The nodes of an expression in the order of calculation: ["x"] for an input, and for a calculation [name, kind, constant
 * or null, …names of what it is calculated from]; a part written twice is one node. Throws Unreadable.
 */
export function readExpression(text) {
  if (text.length > LONGEST) throw new Unreadable("formulaLong", { count: text.length, most: LONGEST });
  const tokens = tokensOf(text.replaceAll("−", "-").replaceAll("·", "*"));
  if (!tokens.length) throw new Unreadable("formulaEmpty");
  const { inputs, calculations } = reading(tokens);
  const count = calculations.length;
  if (count > NAMES.length) throw new Unreadable("formulaOperations", { count, most: NAMES.length });
  if (!count) throw new Unreadable("formulaNothing");
  const nameOf = (part) => (part.place === undefined ? part : NAMES[part.place === count - 1 ? NAMES.length - 1 : part.place]);
  return [
    ...inputs.map((input) => [input]),
    ...calculations.map(([kind, constant, ...parts], place) => [nameOf({ place }), kind, constant, ...parts.map(nameOf)]),
  ];
}
