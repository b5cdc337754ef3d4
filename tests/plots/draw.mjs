// Run by the tests, bundled with esbuild: reads [{ figure, state }] and writes for each { html } of its still picture
// with the table of its data open, or { error } where it cannot be drawn.

import { readFileSync } from "node:fs";
import { renderToString } from "preact-render-to-string";
import { loadFigure } from "../../ravine/plots/js/figures.js";
import { stillFigure } from "../../ravine/plots/js/kit/figure.jsx";

const drawn = [];
for (const { figure, state } of JSON.parse(readFileSync(0, "utf8"))) {
  const { definition } = await loadFigure(figure);
  try {
    drawn.push({ html: renderToString(stillFigure(definition, state, figure, { tableOpen: true })) });
  } catch (error) {
    drawn.push({ error: error.message });
  }
}
process.stdout.write(JSON.stringify(drawn));
