// A calculation as a graph in layers, stepped through: values forward, then gradients backward, one edge a step.
// Takes expression ("shared" | "chain" | "neuron" | "error" | "relu" | "own"), formula (of "own"), mode ("backward" |
// "forward", where the derivatives run forward, for one input after the other) and the inputs a, w, x, b, y.

import { readExpression } from "../expression.js";
import { figure } from "../kit/figure.jsx";
import { fill, format } from "../kit/format.js";

// An operation: its value, its derivative by each argument, and both as they are written; y is the value itself.
const times = (k) => ({ value: (a) => k * a, slopes: () => [k], text: (a) => `${k}·${a}`, symbols: () => [`${k}`] });
const product = { value: (a, b) => a * b, slopes: ([a, b]) => [b, a], text: (a, b) => `${a}·${b}`, symbols: ([a, b]) => [b, a] };
const sum = { value: (a, b) => a + b, slopes: () => [1, 1], text: (a, b) => `${a} + ${b}`, symbols: () => ["1", "1"] };
const difference = { value: (a, b) => a - b, slopes: () => [1, -1], text: (a, b) => `${a} − ${b}`, symbols: () => ["1", "−1"] };
const square = { value: (a) => a * a, slopes: ([a]) => [2 * a], text: (a) => `${a}²`, symbols: ([a]) => [`2·${a}`] };
const tanh = { value: Math.tanh, slopes: (_, y) => [1 - y * y], text: (a) => `tanh ${a}`, symbols: (_, y) => [`1 − ${y}²`] };
const exp = { value: Math.exp, slopes: (_, y) => [y], text: (a) => `exp ${a}`, symbols: (_, y) => [y] };
const relu = {
  value: (a) => Math.max(a, 0), slopes: ([a]) => [a > 0 ? 1 : 0], text: (a) => `ReLU ${a}`, symbols: ([a]) => [`[${a} > 0]`],
};

const unary = (value, slope, text, symbol) => ({
  value, slopes: ([a], y) => [slope(a, y)], text, symbols: ([a], y) => [symbol(a, y)],
});
const inverse = (k, a) => (k === 1 ? `1/${a}` : `${k}/${a}`);

/** The operations of an expression of the reader's own, by the kinds of ../expression.js; k is the number in them. */
const KINDS = {
  sum: () => sum, difference: () => difference, product: () => product, tanh: () => tanh, exp: () => exp, relu: () => relu,
  quotient: () => ({
    value: (a, b) => a / b, slopes: ([a, b]) => [1 / b, -a / (b * b)], text: (a, b) => `${a}/${b}`,
    symbols: ([a, b]) => [`1/${b}`, `−${a}/${b}²`],
  }),
  plus: (k) => unary((a) => a + k, () => 1, (a) => `${a} + ${factor(k)}`, () => "1"),
  minus: (k) => unary((a) => a - k, () => 1, (a) => `${a} − ${factor(k)}`, () => "1"),
  from: (k) => unary((a) => k - a, () => -1, (a) => `${format(k)} − ${a}`, () => "−1"),
  times: (k) => (k === -1 ? unary((a) => -a, () => -1, (a) => `−${a}`, () => "−1")
    : unary((a) => k * a, () => k, (a) => `${format(k)}·${a}`, () => format(k))),
  over: (k) => unary((a) => a / k, () => 1 / k, (a) => `${a}/${factor(k)}`, () => `1/${factor(k)}`),
  into: (k) => unary((a) => k / a, (a) => -k / (a * a), (a) => inverse(format(k), a), (a) => `−${factor(k)}/${a}²`),
  power: (k) => (k === 2 ? square : unary((a) => a ** k, (a) => k * a ** (k - 1), (a) => `${a}^${factor(k)}`,
    (a) => `${format(k)}·${a}^${factor(k - 1)}`)),
  log: () => unary(Math.log, (a) => 1 / a, (a) => `log ${a}`, (a) => `1/${a}`),
  sin: () => unary(Math.sin, Math.cos, (a) => `sin ${a}`, (a) => `cos ${a}`),
  cos: () => unary(Math.cos, (a) => -Math.sin(a), (a) => `cos ${a}`, (a) => `−sin ${a}`),
  sigmoid: () => unary((a) => 1 / (1 + Math.exp(-a)), (_, y) => y * (1 - y), (a) => `sigmoid ${a}`, (_, y) => `${y}·(1 − ${y})`),
  sqrt: () => unary(Math.sqrt, (_, y) => 1 / (2 * y), (a) => `√${a}`, (_, y) => `1/(2·${y})`),
};

/** Nodes in the order of calculation: an input is [name], every other node [name, operation, …names it is made from]. */
export const EXPRESSIONS = {
  shared: [["a"], ["b", times(3), "a"], ["c", times(2), "b"], ["d", product, "b", "c"], ["z", sum, "d", "b"]],
  chain: [["x"], ["u", times(2), "x"], ["v", tanh, "u"], ["z", square, "v"]],
  neuron: [["w"], ["x"], ["b"], ["u", product, "w", "x"], ["v", sum, "u", "b"], ["z", tanh, "v"]],
  error: [["w"], ["x"], ["b"], ["y"], ["u", product, "w", "x"], ["v", sum, "u", "b"], ["e", difference, "v", "y"], ["L", square, "e"]],
  relu: [["w"], ["x"], ["u", product, "w", "x"], ["v", relu, "u"], ["q", exp, "x"], ["z", sum, "v", "q"]],
};

/** The nodes of the chosen expression. Throws Unreadable for one of the reader's own that cannot be read. */
const nodesOf = ({ expression, formula }) =>
  expression !== "own" ? EXPRESSIONS[expression]
  : readExpression(formula).map(([name, kind, k, ...names]) => (kind ? [name, KINDS[kind](k), ...names] : [name]));

const isInput = ({ from }) => !from.length;

/** Nodes with their values, and edges with their local derivatives; `tail` and `head` are numbers of nodes. */
function graph(p) {
  const [nodes, edges, number] = [[], [], {}];
  for (const [name, operation, ...names] of nodesOf(p)) {
    const from = names.map((n) => number[n]);
    const values = from.map((i) => nodes[i].value);
    const value = operation ? operation.value(...values) : p[name];
    const head = nodes.length;
    nodes.push({ name, from, value, formula: operation?.text(...names), numbers: operation?.text(...values.map(factor)) });
    number[name] = head;
    const slopes = operation?.slopes(values, value);
    const symbols = operation?.symbols(names, name);
    from.forEach((tail, k) => edges.push({ tail, head, slope: slopes[k], symbol: symbols[k] }));
  }
  return { nodes, edges };
}

/** The first steps, which calculate the values. */
function valuesOf(nodes) {
  const nothing = nodes.map(() => null);
  const steps = [{ pass: "start", gradients: nothing }];
  nodes.forEach((node, i) => {
    if (!isInput(node)) steps.push({ pass: "forward", node: i, gradients: nothing });
    node.knownFrom = isInput(node) ? 0 : steps.length - 1;
  });
  return steps;
}

/** The steps back: what is calculated, and the gradients gathered so far (null where none has arrived). */
function wayBack(nodes, edges) {
  const output = nodes.length - 1;
  const gradients = nodes.map(() => null);
  const steps = [];
  const record = (step) => steps.push({ ...step, gradients: [...gradients] });
  gradients[output] = 1;
  record({ pass: "seed", node: output });
  for (let head = output; head >= 0; head -= 1) {
    edges.forEach((edge, e) => {
      if (edge.head !== head) return;
      const before = gradients[edge.tail] ?? 0;
      const product = gradients[head] * edge.slope;
      gradients[edge.tail] = before + product;
      record({ pass: "backward", node: edge.tail, edge: e, before, product });
    });
  }
  return steps;
}

/** The same forward, once for each input: of every node the derivative by that input, along the edges that it reaches. */
function waysForward(nodes, edges) {
  const steps = [];
  nodes.forEach((leaf, input) => {
    if (!isInput(leaf)) return;
    const gradients = nodes.map(() => null);
    const record = (step) => steps.push({ ...step, input, gradients: [...gradients] });
    gradients[input] = 1;
    record({ pass: "forwardSeed", node: input });
    edges.forEach(({ tail, head, slope }, edge) => {
      if (gradients[tail] === null) return;
      const [before, product] = [gradients[head] ?? 0, gradients[tail] * slope];
      gradients[head] = before + product;
      record({ pass: "tangent", node: head, edge, before, product });
    });
  });
  return steps;
}

const [PITCH, TOP] = [94, 34];
const HEIGHT = 46;
const PORT = 26; // between edges that meet at a node

/** How wide the picture and its nodes are: where many stand side by side they are narrower. */
const sizes = (most) => (most < 4 ? { width: 360, node: 112 } : { width: Math.max(360, 92 * most), node: 88 });

/** Layers by the longest path from the inputs; an input stands just above its first use. */
export function layers(nodes, edges) {
  const layer = [];
  nodes.forEach(({ from }, i) => { layer[i] = from.length ? 1 + Math.max(...from.map((j) => layer[j])) : 0; });
  nodes.forEach((node, i) => {
    if (isInput(node)) layer[i] = Math.min(...edges.filter(({ tail }) => tail === i).map(({ head }) => layer[head])) - 1;
  });
  return layer;
}

/** The most nodes and edges that stand side by side in a layer. */
const crowd = (layer, edges) => Math.max(...layer.map((_, row) =>
  layer.filter((one) => one === row).length
  + edges.filter(({ tail, head }) => layer[tail] < row && row < layer[head]).length));

const mean = (numbers) => numbers.reduce((a, b) => a + b, 0) / numbers.length;

/**
 * A place for every node, and for every edge the points it runs through. An edge over several layers takes a place in
 * each of them; in a layer all stand in the order of what they come from.
 */
function layout(nodes, edges) {
  const layer = layers(nodes, edges);
  const { width, node: nodeWidth } = sizes(crowd(layer, edges));
  const places = [];
  const bends = edges.map(() => []); // where an edge passes a layer
  const came = edges.map(() => 0); // x of the last point of an edge
  for (let row = 0; row <= Math.max(...layer); row += 1) {
    const here = nodes.flatMap((node, i) => {
      if (layer[i] !== row) return [];
      const incoming = edges.flatMap(({ head }, e) => (head === i ? [came[e]] : []));
      return [{ node: i, above: incoming.length ? mean(incoming) : width }];
    });
    edges.forEach(({ tail, head }, e) => {
      if (layer[tail] < row && row < layer[head]) here.push({ edge: e, above: came[e] });
    });
    here.sort((one, other) => one.above - other.above);
    here.forEach(({ node, edge }, k) => {
      const at = [(width * (k + 0.5)) / here.length, TOP + row * PITCH];
      if (node === undefined) bends[edge].push(at);
      else places[node] = at;
      edges.forEach(({ tail }, e) => { if (tail === node || e === edge) [came[e]] = at; });
    });
  }
  const ends = edges.map(({ tail, head }, e) => [places[tail], ...bends[e], places[head]]);
  const port = (e, end, next) => {
    const node = edges[e][end];
    const sharing = edges.flatMap((edge, k) => (edge[end] === node ? [k] : []));
    sharing.sort((one, other) => next(ends[one])[0] - next(ends[other])[0]);
    return places[node][0] + PORT * (sharing.indexOf(e) - (sharing.length - 1) / 2);
  };
  const routes = edges.map(({ tail, head }, e) => ({
    start: [port(e, "tail", (points) => points[1]), places[tail][1] + HEIGHT / 2],
    bends: bends[e],
    end: [port(e, "head", (points) => points.at(-2)), places[head][1] - HEIGHT / 2],
  }));
  return { places, routes, width, nodeWidth, height: TOP + Math.max(...layer) * PITCH + HEIGHT / 2 + 6 };
}

/** Of the nodes the result's derivative by them: of all of them backward, of the inputs alone forward. */
function found(steps, mode, nodes) {
  if (mode === "backward") return steps.at(-1).gradients;
  const gradients = nodes.map(() => null);
  steps.forEach((step) => { if (step.input !== undefined) gradients[step.input] = step.gradients.at(-1); });
  return gradients;
}

export function compute({ mode, ...p }) {
  const { nodes, edges } = graph(p);
  const ways = { backward: wayBack(nodes, edges), forward: waysForward(nodes, edges) };
  const steps = [...valuesOf(nodes), ...ways[mode]];
  const multiplied = (way) => way.filter(({ edge }) => edge !== undefined).length;
  return {
    last: steps.length - 1, nodes, edges, steps,
    gradients: found(steps, mode, nodes),
    counts: { backward: multiplied(ways.backward), forward: multiplied(ways.forward) },
    undefined: nodes.findIndex(({ value }) => !Number.isFinite(value)),
    ...layout(nodes, edges),
  };
}

/** A number as a factor: a negative one in brackets. */
const factor = (x) => (x < 0 ? `(${format(x)})` : format(x));

const output = ({ nodes }) => nodes.at(-1);
const by = (data, i) => `∂${output(data).name}/∂${data.nodes[i].name}`;
const of = (data, i, input) => `∂${data.nodes[i].name}/∂${data.nodes[input].name}`;

/** The lines that a step calculates, of which the first says it all in short. */
function lines(data, step) {
  const { pass, node: i, edge: e, before, product, input } = step;
  const { nodes, edges, steps } = data;
  if (pass === "start") return [nodes.filter(isInput).map(({ name, value }) => `${name} = ${format(value)}`).join(", ")];
  if (pass === "seed") return [`${by(data, i)} = 1`];
  const { name, formula, numbers, value } = nodes[i];
  if (pass === "forward") return [`${name} = ${formula} = ${numbers} = ${format(value)}`];
  if (pass === "forwardSeed") return [`${of(data, i, i)} = 1`];
  const { tail, head, slope, symbol } = edges[e];
  const [gradient, local] = [steps.at(-1).gradients[head], `∂${nodes[head].name}/∂${nodes[tail].name}`];
  const reckoned = symbol === format(slope) ? symbol : `${symbol} = ${format(slope)}`;
  if (pass === "tangent") {
    const sum = of(data, head, input);
    return [
      `${sum} += ${local} · ${of(data, tail, input)} = ${factor(slope)} · ${factor(step.gradients[tail])} = ${format(product)}`,
      `${local} = ${reckoned}`,
      `${sum} = ${factor(before)} + ${factor(product)} = ${format(before + product)}`,
    ];
  }
  return [
    `${by(data, i)} += ${by(data, head)} · ${local} = ${factor(gradient)} · ${factor(slope)} = ${format(product)}`,
    `${local} = ${reckoned}`,
    `${by(data, i)} = ${factor(before)} + ${factor(product)} = ${format(before + product)}`,
  ];
}

/** From end to end with upright tangents, straight through the layers that the edge passes. */
function route({ start, bends, end }) {
  let [x, y] = start;
  const curve = (toX, toY) => {
    const middle = (y + toY) / 2;
    const d = `C${x} ${middle} ${toX} ${middle} ${toX} ${toY}`;
    [x, y] = [toX, toY];
    return d;
  };
  const through = bends.map(([bx, by]) => {
    const d = `${curve(bx, by - HEIGHT / 2)}V${by + HEIGHT / 2}`;
    y = by + HEIGHT / 2;
    return d;
  });
  return `M${start[0]} ${start[1]}${through.join("")}${curve(...end)}`;
}

const middle = ({ start, bends, end }) =>
  bends.length ? bends[Math.floor(bends.length / 2)] : [(start[0] + end[0]) / 2, (start[1] + end[1]) / 2];

/** An edge; while a gradient runs back along it, its arrow points back. */
function Edge({ way, state }) {
  const [[x, y], up] = state === "backward" ? [way.start, 1] : [way.end, -1];
  return (
    <g class={`ravine-graph-edge ravine-graph-${state}`}>
      <path d={route(way)} />
      <path class="ravine-graph-head" d={`M${x} ${y}l-5 ${9 * up}h10z`} />
    </g>
  );
}

function Node({ at: [x, y], width, node, value, gradient, active }) {
  const half = width / 2;
  const [left, top] = [x - half, y - HEIGHT / 2];
  return (
    <g class={`ravine-graph-node ${active ? "ravine-graph-active" : ""}`}>
      <rect x={left} y={top} width={width} height={HEIGHT} rx={isInput(node) ? HEIGHT / 2 : 5} />
      {gradient !== null && <rect class="ravine-graph-tint" x={x} y={y} width={half - 8} height={HEIGHT / 2 - 3} rx={4} />}
      <text x={x} y={y - 6} text-anchor="middle">{[node.name, node.formula].filter(Boolean).join(" = ")}</text>
      {value !== null && <text class="ravine-graph-value" x={x - half / 2 + 3} y={y + 14} text-anchor="middle">{format(value)}</text>}
      {gradient !== null && (
        <text class="ravine-graph-gradient" x={x + half / 2 - 4} y={y + 14} text-anchor="middle">{format(gradient)}</text>
      )}
    </g>
  );
}

function draw({ p, data, step, words, controls, shown }) {
  const { nodes, edges, places, routes, width, nodeWidth, height, steps, counts } = data;
  const now = steps[step];
  const known = (i) => nodes[i].knownFrom <= step;
  const state = ({ head }, e) =>
    now.edge === e ? now.pass : now.pass === "forward" && now.node === head ? "forward" : known(head) ? "known" : "unknown";
  const formulas = Object.fromEntries(controls.find(({ name }) => name === "expression").options);
  const title = fill(words.graph, { formula: p.expression === "own" ? p.formula : formulas[p.expression] });
  const order = edges.map((_, e) => e).sort((one, other) => (one === now.edge) - (other === now.edge));
  return [
    <div key="graph" class="ravine-frame">
      <svg class="ravine-panel ravine-graph" viewBox={`0 0 ${width} ${height}`} role="img" aria-label={title}>
        {order.map((e) => <Edge key={e} way={routes[e]} state={state(edges[e], e)} />)}
        {nodes.map((node, i) => (
          <Node key={node.name} at={places[i]} width={nodeWidth} node={node} active={now.node === i}
            value={known(i) && shown("values") ? node.value : null}
            gradient={shown("gradients") ? now.gradients[i] : null} />
        ))}
        {shown("slopes") && edges.map(({ head, slope }, e) => {
          const [x, y] = middle(routes[e]);
          return known(head) && <text key={e} class="ravine-graph-slope" x={x} y={y + 4} text-anchor="middle">{format(slope)}</text>;
        })}
      </svg>
    </div>,
    <p key="counts" class="ravine-readout"><span>
      {words.count}: {words.soFar} <b>{steps.slice(0, step + 1).filter(({ edge }) => edge !== undefined).length}</b>,{" "}
      {words.allBackward} <b>{counts.backward}</b>, {words.allForward} <b>{counts.forward}</b>
    </span></p>,
    <p key="line" class="ravine-readout ravine-graph-lines">{lines(data, now).map((line) => <span key={line}>{line}</span>)}</p>,
  ];
}

/** The inputs' gradients and what they cost, for the last step. */
function ending({ data, words }) {
  const { nodes, gradients, counts } = data;
  const found = nodes.flatMap((node, i) => (isInput(node) ? [`${by(data, i)} = ${format(gradients[i])}`] : []));
  return fill(words.summaryEnd, { gradients: found.join(", "), cost: fill(words.cost, counts) });
}

function summary({ data, step, words }) {
  const { nodes, edges, steps, last } = data;
  if (data.undefined >= 0) return fill(words.undefined, nodes[data.undefined]);
  const now = steps[step];
  const [line] = lines(data, now);
  if (now.pass === "start") return fill(words.summaryStart, { last, line });
  if (now.pass === "forward") return fill(words.summaryForward, { step, last, line });
  if (now.pass === "seed") return fill(words.summarySeed, { step, last, line });
  const input = nodes[now.input]?.name;
  if (now.pass === "forwardSeed") return fill(words.summaryBegin, { step, last, input, line });
  if (now.pass === "tangent") {
    const [tail, head] = [nodes[edges[now.edge].tail].name, nodes[now.node].name];
    const said = fill(words.summaryTangent, { step, last, input, tail, head, line });
    return step < last ? said : `${said} ${ending({ data, words })}`;
  }
  const waits = steps.slice(step + 1).some(({ pass, node }) => pass === "backward" && node === now.node);
  const said = fill(waits ? words.summaryWaits : words.summaryComplete, {
    step, last, line,
    head: nodes[edges[now.edge].head].name,
    tail: nodes[now.node].name,
    gradient: by(data, now.node),
    sum: now.gradients[now.node],
  });
  return step < last ? said : `${said} ${ending({ data, words })}`;
}

const table = ({ data, words }) => ({
  columns: [words.stepColumn, words.pass, words.node, words.calculation, words.result],
  rows: data.steps.map((step, k) => {
    const { pass, node: i, gradients } = step;
    const result = pass === "start" ? "–" : pass === "forward" ? data.nodes[i].value : gradients[i];
    return [k, words[pass], data.nodes[i]?.name ?? "–", lines(data, step)[0], result];
  }),
});

const series = (words, { p }) => ["gradients", "values", "slopes"].map((name) =>
  ({ name, label: words[name === "gradients" && p.mode === "forward" ? "tangents" : name], mark: "dot" }));

/** The choices, the inputs of the chosen expression, and the line for one's own. */
const moves = (name, p) =>
  name === "expression" || name === "mode" || (name === "formula" ? p.expression === "own"
    : nodesOf(p).some(([node, operation]) => node === name && !operation));

/** Why an expression cannot be read, if it cannot. */
function check(_name, text, words) {
  try {
    readExpression(text);
    return null;
  } catch ({ what, values }) {
    return fill(words[what], values);
  }
}

export default figure({ compute, draw, summary, table, series, moves, check, layout: "graph", pace: 1500 });
