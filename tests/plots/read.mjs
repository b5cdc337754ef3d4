// Run by the tests: reads expressions and writes for each { nodes }, or { what, values } of what is wrong with it.

import { readFileSync } from "node:fs";
import { readExpression } from "../../ravine/plots/js/expression.js";

const read = (text) => {
  try {
    return { nodes: readExpression(text) };
  } catch ({ what, values }) {
    return { what, values };
  }
};
process.stdout.write(JSON.stringify(JSON.parse(readFileSync(0, "utf8")).map(read)));
