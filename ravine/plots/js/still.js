// Run by Node while the site is built: reads { figure, state, id } from standard input, writes the figure's still
// picture as HTML.

import { readFileSync } from "node:fs";
import { options } from "preact";
import { renderToString } from "preact-render-to-string";
import { loadFigure } from "./figures.js";
import { stillFigure } from "./kit/figure.jsx";
import { inSteps, pathThrough } from "./kit/lines.js";

// A page carries its lines in fewer bytes, curves as paths, which alone can tell each point as the step to it. And browsers
// look at every field that they might fill in as soon as a page is there, and lay out all around it, however far off the
// screen. Nobody types into a still picture: its fields are buttons that show the same.
options.vnode = (vnode) => {
  const { type, props } = vnode;
  if (type === "path" && props.d) vnode.props = { ...props, d: inSteps(props.d) };
  if (type === "polyline") {
    const { points, ...rest } = props;
    Object.assign(vnode, { type: "path", props: { ...rest, d: inSteps(pathThrough(points)) } });
  }
  if (type === "input" && props.type === "text") vnode.props = { ...props, type: "button" };
  if (type === "select") {
    const chosen = props.children.flat(Infinity).find((option) => option.props.value === props.value);
    Object.assign(vnode, { type: "input", props: { type: "button", class: "ravine-select", value: chosen.props.children } });
  }
};

const { figure, state, id } = JSON.parse(readFileSync(0, "utf8"));
const { definition } = await loadFigure(figure);
process.stdout.write(renderToString(stillFigure(definition, state, id)));
