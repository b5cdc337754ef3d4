// Repeats recorded calls of the update rules, surfaces and random numbers in JavaScript: a list of
// { module, name, args, method, methodArgs } on standard input, a list of { result, asked } on standard output; with
// names: true, the names of all that the module hands out. The folder of the sources is the first argument.
// An argument { calls: [{ at, gives }, …] } becomes a function that gives what was recorded and notes where it was asked.

import { readFileSync } from "node:fs";

const sources = new URL(`file://${process.argv[2]}/`);
const modules = {};
for (const name of ["methods", "surfaces", "random"])
  modules[name] = await import(new URL(`${name}.js`, sources));

/** Arrays that a rule must not write into. */
const frozen = (value) => (Array.isArray(value) ? Object.freeze(value.map(frozen)) : value);

/** A function of the list `asked`, to which it adds. */
const replay = ({ calls }, asked) => (at) => {
  asked.push(at);
  return frozen(calls[asked.length - 1]?.gives);
};

function run({ module, name, names, args, method, methodArgs, draws }) {
  if (names) return { result: Object.keys(modules[module]) };
  const asked = args.map(() => []); // by each function given
  const given = args.map((arg, i) => (arg?.calls ? replay(arg, asked[i]) : frozen(arg)));
  let result = modules[module][name](...given);
  if (method) result = result[method](...methodArgs);
  if (draws) result = Array.from({ length: draws }, result);
  return { result, asked };
}

/** JSON knows neither infinity nor NaN. */
const plain = (_, value) => (typeof value === "number" && !Number.isFinite(value) ? String(value) : value);

const cases = JSON.parse(readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(cases.map(run), plain));
