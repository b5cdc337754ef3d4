// A chain of linear layers forward and backward, one product a step: the shapes that meet, what is kept, what it costs.
// Takes layers, batch, width, checkpoints. Layer l takes x(l−1) with weights W(l) to x(l); a ReLU costs no product.

import { Curve, Mark, Panel } from "../kit/chart.jsx";
import { figure } from "../kit/figure.jsx";
import { fill } from "../kit/format.js";

const [INPUTS, OUTPUTS] = [64, 10];

const SUBSCRIPT = "₀₁₂₃₄₅₆₇₈₉";
const named = (what, l) => `${what}${SUBSCRIPT[l]}`;
const size = ([rows, columns]) => rows * columns;
const turned = ([rows, columns]) => [columns, rows];

/**
 * The steps of both passes: { pass, layer, result, shape, factors: [[name, shape], …], count, kept }, where `kept` names
 * the inputs x in memory after the step and `gradient` the layer whose dx is there.
 */
export function passes({ layers, batch, width, checkpoints }) {
  const widths = [INPUTS, ...new Array(layers - 1).fill(width), OUTPUTS];
  const every = checkpoints ? Math.ceil(Math.sqrt(layers)) : 1;
  const x = (l) => [batch, widths[l]];
  const W = (l) => [widths[l - 1], widths[l]];
  const steps = [];
  let [kept, gradient] = [[0], null];
  const record = (pass, layer, result, shape, factors = []) => {
    const count = factors.length ? size(factors[0][1]) * factors[1][1][1] : 0;
    steps.push({ pass, layer, result, shape, factors, count, kept, gradient });
  };
  const forward = (pass, l) => {
    kept = [...kept, l];
    record(pass, l, named("x", l), x(l), [[named("x", l - 1), x(l - 1)], [named("W", l), W(l)]]);
  };
  const drop = (l) => { kept = kept.filter((k) => k !== l); };
  record("start", 0, named("x", 0), x(0));
  for (let l = 1; l <= layers; l += 1) {
    forward("forward", l);
    if ((l - 1) % every) drop(l - 1);
    steps.at(-1).kept = kept;
  }
  gradient = layers;
  drop(layers);
  record("loss", layers, named("dx", layers), x(layers));
  for (let l = layers; l >= 1; l -= 1) {
    for (let k = Math.max(...kept.filter((k) => k < l)) + 1; k < l; k += 1) forward("recompute", k);
    record("weights", l, named("dW", l), W(l), [[`${named("x", l - 1)}ᵀ`, turned(x(l - 1))], [named("dx", l), x(l)]]);
    drop(l - 1);
    if (l > 1) {
      gradient = l - 1;
      record("input", l, named("dx", l - 1), x(l - 1), [[named("dx", l), x(l)], [`${named("W", l)}ᵀ`, turned(W(l))]]);
    } else steps.at(-1).kept = kept;
  }
  return { widths, steps };
}

/** Numbers kept after every step: inputs of layers and the gradient. */
const memory = ({ widths, steps }, batch) =>
  steps.map(({ kept, gradient }) => batch * (kept.reduce((sum, l) => sum + widths[l], 0) + (gradient === null ? 0 : widths[gradient])));

export function compute(p) {
  const [own, other] = [passes(p), passes({ ...p, checkpoints: !p.checkpoints })];
  const sum = (steps) => steps.reduce((all, { count }) => all + count, 0);
  const forward = sum(own.steps.filter(({ pass }) => pass === "forward"));
  return {
    ...own,
    last: own.steps.length - 1,
    memory: memory(own, p.batch),
    otherMemory: memory(other, p.batch),
    ratio: sum(own.steps) / forward,
  };
}

const written = ([rows, columns]) => `${rows} × ${columns}`;
const product = ({ result, factors }) => (factors.length ? `${result} = ${factors.map(([name]) => name).join(" ")}` : result);
const shapes = ({ shape, factors }) =>
  [factors.map(([, s]) => `(${written(s)})`).join("·"), written(shape)].filter(Boolean).join(" → ");

function line({ steps, last }, step, words) {
  const now = steps[step];
  if (now.pass === "start") return fill(words.begins, { shape: written(now.shape) });
  if (now.pass === "loss") return fill(words.turns, { last: SUBSCRIPT[now.layer], shape: written(now.shape) });
  return fill(words.multiplied, { pass: words[now.pass], product: product(now), shapes: shapes(now), count: grouped(now.count) });
}

const grouped = (n) => String(n).replace(/\B(?=(\d{3})+$)/g, ",");

const [WIDTH, TOP, PITCH] = [380, 48, 62];
const COLUMNS = { x: 52, W: 142, dW: 236, dx: 328 };
const BOX = { width: 80, height: 34 };

/** A box with a name and its shape; in memory, a factor of the step or its result. */
function Box({ column, row, name, shape, there, role }) {
  const [cx, cy] = [COLUMNS[column], TOP + row * PITCH];
  return (
    <g class={`ravine-slab ravine-slab-${column} ${there ? "ravine-slab-there" : ""} ${role ? `ravine-slab-${role}` : ""}`}>
      <rect x={cx - BOX.width / 2} y={cy - BOX.height / 2} width={BOX.width} height={BOX.height} rx={4} />
      <text x={cx} y={cy - 3} text-anchor="middle">{name}</text>
      <text class="ravine-note" x={cx} y={cy + 11} text-anchor="middle">{written(shape)}</text>
    </g>
  );
}

function drawChain({ p, data, step, words }) {
  const { steps, widths } = data;
  const now = steps[step];
  const layers = widths.length - 1;
  const factors = now.factors.map(([name]) => name.replace("ᵀ", ""));
  const role = (name) => (now.result === name ? "result" : factors.includes(name) ? "factor" : null);
  const done = new Set(steps.slice(0, step + 1).filter(({ pass }) => pass === "weights").map(({ layer }) => layer));
  const box = (column, row, name, shape, there) => <Box key={name} {...{ column, row, name, shape, there, role: role(name) }} />;
  return (
    <div key="chain" class="ravine-frame">
      <svg class="ravine-panel ravine-slabs" viewBox={`0 0 ${WIDTH} ${TOP + layers * PITCH + 26}`} role="img" aria-label={words.chain}>
        <text class="ravine-title" x={COLUMNS.x - BOX.width / 2} y={16}>{words.chain}</text>
        {widths.map((width, l) => [
          box("x", l, named("x", l), [p.batch, width], now.kept.includes(l)),
          l > 0 && box("dx", l, named("dx", l), [p.batch, width], now.gradient === l),
          l > 0 && box("W", l - 0.5, named("W", l), [widths[l - 1], width], true),
          l > 0 && box("dW", l - 0.5, named("dW", l), [widths[l - 1], width], done.has(l)),
        ])}
      </svg>
    </div>
  );
}

function drawMemory({ p, data, step, words, shown }) {
  const top = Math.max(...data.memory, ...data.otherMemory) / 1000;
  const extent = { x: [0, Math.max(data.memory.length, data.otherMemory.length) - 1], y: [0, 1.1 * top], width: 380, height: 320 };
  const points = (values) => values.map((y, t) => [t, y / 1000]);
  return (
    <Panel key="memory" class="ravine-panel" named extent={extent} title={words.memory} xLabel={words.stepAxis} yLabel={words.thousands}>
      {(s) => [
        shown("otherwise") && <Curve points={points(data.otherMemory)} s={s} series="otherwise" />,
        shown("kept") && <g class="ravine-to-come"><Curve points={points(data.memory).slice(step)} s={s} series="kept" /></g>,
        shown("kept") && <Curve points={points(data.memory).slice(0, step + 1)} s={s} series="kept" />,
        shown("kept") && <Mark point={[step, data.memory[step] / 1000]} s={s} series="kept" />,
      ]}
    </Panel>
  );
}

const draw = (view) => [
  drawChain(view),
  drawMemory(view),
  <p key="line" class="ravine-readout ravine-slab-line">{line(view.data, view.step, view.words)}</p>,
];

const otherName = (words, { checkpoints }) => (checkpoints ? words.otherwise : words.otherwiseCheckpoints);

const summary = ({ p, data, step, words }) =>
  fill(words.summary, {
    step, last: data.last, line: line(data, step, words), ratio: data.ratio,
    peak: grouped(Math.max(...data.memory)), otherPeak: grouped(Math.max(...data.otherMemory)), otherwise: otherName(words, p),
  });

const table = ({ data: { steps, memory }, words }) => ({
  columns: [words.stepColumn, words.pass, words.product, words.shapes, words.multiplications, words.numbers],
  rows: steps.map((step, t) => [t, words[step.pass], product(step), shapes(step), grouped(step.count), grouped(memory[t])]),
});

const series = (words, { p }) => [
  { name: "kept", label: words.kept },
  { name: "otherwise", label: otherName(words, p) },
];

export default figure({ compute, draw, summary, table, series, pace: 1200 });
