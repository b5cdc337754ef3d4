// Run by the tests, bundled with esbuild: reads [{ figure, p, keep }] and writes for each what the figure computes,
// of which the fields in `keep`.

import { readFileSync } from "node:fs";
import { loadFigure } from "../../ravine/plots/js/figures.js";

const results = [];
for (const { figure, p, keep } of JSON.parse(readFileSync(0, "utf8"))) {
  const data = (await loadFigure(figure)).definition.compute(p);
  results.push(Object.fromEntries(keep.map((name) => [name, name.split(".").reduce((value, key) => value?.[key], data)])));
}
process.stdout.write(JSON.stringify(results));
