// A calculation as a graph in layers, stepped through: values forward, then gradients backward, one edge a step.
// Takes expression ("shared" | "chain" | "neuron" | "error" | "relu") and the inputs a, w, x, b, y.

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

/** Nodes in the order of calculation: an input is [name], every other node [name, operation, …names it is made from]. */
export const EXPRESSIONS = {
  shared: [["a"], ["b", times(3), "a"], ["c", times(2), "b"], ["d", product, "b", "c"], ["z", sum, "d", "b"]],
  chain: [["x"], ["u", times(2), "x"], ["v", tanh, "u"], ["z", square, "v"]],
  neuron: [["w"], ["x"], ["b"], ["u", product, "w", "x"], ["v", sum, "u", "b"], ["z", tanh, "v"]],
  error: [["w"], ["x"], ["b"], ["y"], ["u", product, "w", "x"], ["v", sum, "u", "b"], ["e", difference, "v", "y"], ["L", square, "e"]],
  relu: [["w"], ["x"], ["u", product, "w", "x"], ["v", relu, "u"], ["q", exp, "x"], ["z", sum, "v", "q"]],
};

const isInput = ({ from }) => !from.length;

/** Nodes with their values, and edges with their local derivatives; `tail` and `head` are numbers of nodes. */
function graph(expression, p) {
  const [nodes, edges, number] = [[], [], {}];
  for (const [name, operation, ...names] of EXPRESSIONS[expression]) {
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

/** Every step: what is calculated, and the gradients gathered so far (null where none has arrived). */
function passes(nodes, edges) {
  const output = nodes.length - 1;
  const gradients = nodes.map(() => null);
  const steps = [];
  const record = (step) => steps.push({ ...step, gradients: [...gradients] });
  record({ pass: "start" });
  nodes.forEach((node, i) => {
    if (!isInput(node)) record({ pass: "forward", node: i });
    node.knownFrom = isInput(node) ? 0 : steps.length - 1;
  });
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

const [WIDTH, PITCH, TOP] = [360, 94, 34];
const NODE = { width: 112, height: 46 };
const PORT = 26; // between edges that meet at a node

/** Layers by the longest path from the inputs; an input stands just above its first use. */
export function layers(nodes, edges) {
  const layer = [];
  nodes.forEach(({ from }, i) => { layer[i] = from.length ? 1 + Math.max(...from.map((j) => layer[j])) : 0; });
  nodes.forEach((node, i) => {
    if (isInput(node)) layer[i] = Math.min(...edges.filter(({ tail }) => tail === i).map(({ head }) => layer[head])) - 1;
  });
  return layer;
}

const mean = (numbers) => numbers.reduce((a, b) => a + b, 0) / numbers.length;

/**
 * A place for every node, and for every edge the points it runs through. An edge over several layers takes a place in
 * each of them; in a layer all stand in the order of what they come from.
 */
function layout(nodes, edges) {
  const layer = layers(nodes, edges);
  const places = [];
  const bends = edges.map(() => []); // where an edge passes a layer
  const came = edges.map(() => 0); // x of the last point of an edge
  for (let row = 0; row <= Math.max(...layer); row += 1) {
    const here = nodes.flatMap((node, i) => {
      if (layer[i] !== row) return [];
      const incoming = edges.flatMap(({ head }, e) => (head === i ? [came[e]] : []));
      return [{ node: i, above: incoming.length ? mean(incoming) : WIDTH }];
    });
    edges.forEach(({ tail, head }, e) => {
      if (layer[tail] < row && row < layer[head]) here.push({ edge: e, above: came[e] });
    });
    here.sort((one, other) => one.above - other.above);
    here.forEach(({ node, edge }, k) => {
      const at = [(WIDTH * (k + 0.5)) / here.length, TOP + row * PITCH];
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
    start: [port(e, "tail", (points) => points[1]), places[tail][1] + NODE.height / 2],
    bends: bends[e],
    end: [port(e, "head", (points) => points.at(-2)), places[head][1] - NODE.height / 2],
  }));
  return { places, routes, height: TOP + Math.max(...layer) * PITCH + NODE.height / 2 + 6 };
}

export function compute({ expression, ...p }) {
  const { nodes, edges } = graph(expression, p);
  const steps = passes(nodes, edges);
  return { last: steps.length - 1, nodes, edges, steps, gradients: steps.at(-1).gradients, ...layout(nodes, edges) };
}

/** A number as a factor: a negative one in brackets. */
const factor = (x) => (x < 0 ? `(${format(x)})` : format(x));

const output = ({ nodes }) => nodes.at(-1);
const by = (data, i) => `∂${output(data).name}/∂${data.nodes[i].name}`;

/** The lines that a step calculates, of which the first says it all in short. */
function lines(data, { pass, node: i, edge: e, before, product }) {
  const { nodes, edges, steps } = data;
  if (pass === "start") return [nodes.filter(isInput).map(({ name, value }) => `${name} = ${format(value)}`).join(", ")];
  if (pass === "seed") return [`${by(data, i)} = 1`];
  const { name, formula, numbers, value } = nodes[i];
  if (pass === "forward") return [`${name} = ${formula} = ${numbers} = ${format(value)}`];
  const { head, slope, symbol } = edges[e];
  const [gradient, local] = [steps.at(-1).gradients[head], `∂${nodes[head].name}/∂${name}`];
  const reckoned = symbol === format(slope) ? symbol : `${symbol} = ${format(slope)}`;
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
    const d = `${curve(bx, by - NODE.height / 2)}V${by + NODE.height / 2}`;
    y = by + NODE.height / 2;
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

function Node({ at: [x, y], node, value, gradient, active }) {
  const [left, top] = [x - NODE.width / 2, y - NODE.height / 2];
  const half = NODE.width / 2;
  return (
    <g class={`ravine-graph-node ${active ? "ravine-graph-active" : ""}`}>
      <rect x={left} y={top} width={NODE.width} height={NODE.height} rx={isInput(node) ? NODE.height / 2 : 5} />
      {gradient !== null && <rect class="ravine-graph-tint" x={x} y={y} width={half - 8} height={NODE.height / 2 - 3} rx={4} />}
      <text x={x} y={y - 6} text-anchor="middle">{[node.name, node.formula].filter(Boolean).join(" = ")}</text>
      {value !== null && <text class="ravine-graph-value" x={x - half / 2 + 3} y={y + 14} text-anchor="middle">{format(value)}</text>}
      {gradient !== null && (
        <text class="ravine-graph-gradient" x={x + half / 2 - 4} y={y + 14} text-anchor="middle">{format(gradient)}</text>
      )}
    </g>
  );
}

function draw({ p, data, step, words, controls, shown }) {
  const { nodes, edges, places, routes, height, steps } = data;
  const now = steps[step];
  const known = (i) => nodes[i].knownFrom <= step;
  const state = ({ head }, e) =>
    now.edge === e ? "backward" : now.pass === "forward" && now.node === head ? "forward" : known(head) ? "known" : "unknown";
  const formulas = Object.fromEntries(controls.find(({ name }) => name === "expression").options);
  const title = fill(words.graph, { formula: formulas[p.expression] });
  const order = edges.map((_, e) => e).sort((one, other) => (one === now.edge) - (other === now.edge));
  return [
    <svg key="graph" class="ravine-panel ravine-graph" viewBox={`0 0 ${WIDTH} ${height}`} role="img" aria-label={title}>
      {order.map((e) => <Edge key={e} way={routes[e]} state={state(edges[e], e)} />)}
      {nodes.map((node, i) => (
        <Node key={node.name} at={places[i]} node={node} active={now.node === i}
          value={known(i) && shown("values") ? node.value : null}
          gradient={shown("gradients") ? now.gradients[i] : null} />
      ))}
      {shown("slopes") && edges.map(({ head, slope }, e) => {
        const [x, y] = middle(routes[e]);
        return known(head) && <text key={e} class="ravine-graph-slope" x={x} y={y + 4} text-anchor="middle">{format(slope)}</text>;
      })}
    </svg>,
    <p key="line" class="ravine-readout ravine-graph-lines">{lines(data, now).map((line) => <span key={line}>{line}</span>)}</p>,
  ];
}

function summary({ data, step, words }) {
  const { nodes, edges, steps, last } = data;
  const now = steps[step];
  const [line] = lines(data, now);
  if (now.pass === "start") return fill(words.summaryStart, { last, line });
  if (now.pass === "forward") return fill(words.summaryForward, { step, last, line });
  if (now.pass === "seed") return fill(words.summarySeed, { step, last, line });
  const waits = steps.slice(step + 1).some(({ pass, node }) => pass === "backward" && node === now.node);
  const said = fill(waits ? words.summaryWaits : words.summaryComplete, {
    step, last, line,
    head: nodes[edges[now.edge].head].name,
    tail: nodes[now.node].name,
    gradient: by(data, now.node),
    sum: now.gradients[now.node],
  });
  if (step < last) return said;
  const gradients = nodes.flatMap((node, i) => (isInput(node) ? [`${by(data, i)} = ${format(now.gradients[i])}`] : []));
  return `${said} ${fill(words.summaryEnd, { gradients: gradients.join(", ") })}`;
}

const table = ({ data, words }) => ({
  columns: [words.stepColumn, words.pass, words.node, words.calculation, words.result],
  rows: data.steps.map((step, k) => {
    const { pass, node: i, gradients } = step;
    const result = pass === "start" ? "–" : pass === "forward" ? data.nodes[i].value : gradients[i];
    return [k, words[pass], data.nodes[i]?.name ?? "–", lines(data, step)[0], result];
  }),
});

const series = (words) => ["gradients", "values", "slopes"].map((name) => ({ name, label: words[name], mark: "dot" }));

/** The inputs of the chosen expression, and the choice. */
const moves = (name, { expression }) =>
  name === "expression" || EXPRESSIONS[expression].some(([node, operation]) => node === name && !operation);

export default figure({ compute, draw, summary, table, series, moves, layout: "graph", pace: 1500 });
