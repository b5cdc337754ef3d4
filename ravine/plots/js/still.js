// Run by Node while the site is built: reads { figure, state, id } from standard input, writes the figure's still
// picture as HTML.

import { readFileSync } from "node:fs";
import { renderToString } from "preact-render-to-string";
import { loadFigure } from "./figures.js";
import { stillFigure } from "./kit/figure.jsx";

const { figure, state, id } = JSON.parse(readFileSync(0, "utf8"));
const { definition } = await loadFigure(figure);
process.stdout.write(renderToString(stillFigure(definition, state, id)));
