// Renders formulas with KaTeX: reads [[latex, display], …] as JSON from standard input and writes
// [{html} or {error}, …] in the same order to standard output.
import katex from "katex";
import { text } from "node:stream/consumers";

const render = ([latex, displayMode]) => {
  try {
    return { html: katex.renderToString(latex, { displayMode, strict: "error", throwOnError: true }) };
  } catch (error) {
    return { error: error.message };
  }
};
process.stdout.write(JSON.stringify(JSON.parse(await text(process.stdin)).map(render)));
