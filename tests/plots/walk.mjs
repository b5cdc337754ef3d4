// Run by the tests, bundled with esbuild: reads [{ figure, p, exercise }] and writes what the figure's `walk` asks of a
// student's function.

import { readFileSync } from "node:fs";
import { loadFigure } from "../../ravine/plots/js/figures.js";

const results = [];
for (const { figure, p, exercise } of JSON.parse(readFileSync(0, "utf8")))
  results.push((await loadFigure(figure)).definition.walk(exercise, p));
process.stdout.write(JSON.stringify(results));
