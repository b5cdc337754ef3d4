// Run by the tests, bundled with esbuild. The race's racers on recorded gradients: reads [{ method, convention, h, start, gradients, path, states }] and writes
// for each { path, states } after every step. Each step starts from the recorded weights and states; where none are
// recorded, and before the first step, from its own. With null: every method's conventions, with their formulas.

import { readFileSync } from "node:fs";
import { conventionsOf, variantOf } from "../../ravine/plots/js/conventions.js";
import { OPTIMISERS, stateOf } from "../../ravine/plots/js/optimisers.js";


function run({ method, convention, h, start, gradients, path, states }) {
  const racer = convention === "course" ? OPTIMISERS[method] : variantOf(method, convention).racer;
  let now = racer.start(start, h);
  return gradients.map((grad, i) => {
    if (path && i) now = [path[i], ...racer.names.map((name) => states[i - 1][name])];
    now = racer.step(now, i + 1, () => grad, h);
    return { w: now[0], ...stateOf(racer, now) };
  });
}

const input = JSON.parse(readFileSync(0, "utf8"));
const formulas = (method) =>
  Object.fromEntries(conventionsOf(method).map((convention) => [convention, variantOf(method, convention).formula]));
const answer = input
  ? input.map(run)
  : Object.fromEntries(Object.keys(OPTIMISERS).map((method) => [method, formulas(method)]));
process.stdout.write(JSON.stringify(answer));
