// Multiplications of numbers for the product J_s⋯J_1, from the left and from the right, against depth and outputs.
// Takes depth (s), width (n), inputs (p), outputs (q): J_1 is (n, p), J_s is (q, n), all others are (n, n).

import { Curve, Mark, Panel } from "../kit/chart.jsx";
import { figure } from "../kit/figure.jsx";
import { fill, format } from "../kit/format.js";

const DEPTHS = [2, 50];
const MARGIN = 0.03; // of the width, so that a mark at either end is seen whole

/** From either end s − 2 products with an (n, n) matrix, and one that joins the two ends. */
export function costs(s, n, p, q) {
  const joined = q * n * p;
  return { reverse: (s - 2) * q * n * n + joined, forward: (s - 2) * n * n * p + joined };
}

const range = (low, high) => Array.from({ length: high - low + 1 }, (_, k) => low + k);

export function compute({ depth, width, inputs, outputs }) {
  const most = Math.max(2 * inputs, outputs, 10);
  return {
    here: costs(depth, width, inputs, outputs),
    even: costs(depth, width, inputs, inputs).reverse,
    byDepth: range(...DEPTHS).map((s) => ({ at: s, ...costs(s, width, inputs, outputs) })),
    byOutputs: range(1, most).map((q) => ({ at: q, ...costs(depth, width, inputs, q) })),
  };
}

const MODES = ["reverse", "forward"];

/** The powers of ten around all costs. */
function decades(rows) {
  const all = rows.flatMap(({ reverse, forward }) => [reverse, forward]);
  const [low, high] = [Math.floor(Math.log10(Math.min(...all))), Math.ceil(Math.log10(Math.max(...all)))];
  return [10 ** low, 10 ** Math.max(high, low + 1)];
}

function drawCosts({ data, words, shown }, name, axis, at, crossover) {
  const rows = data[name];
  const [first, last] = [rows[0].at, rows.at(-1).at];
  const margin = MARGIN * (last - first);
  const extent = { x: [first - margin, last + margin], y: decades(rows), log: true, width: 380, height: 300 };
  return (
    <Panel key={name} class="ravine-panel" named extent={extent} title={words[name]} xLabel={axis} yLabel={words.count}>
      {(s) => [
        crossover && shown("crossover") && <Curve points={extent.y.map((y) => [crossover, y])} s={s} series="crossover" />,
        ...MODES.filter(shown).flatMap((mode) => [
          <Curve points={rows.map((row) => [row.at, row[mode]])} s={s} series={mode} />,
          <Mark point={[at, data.here[mode]]} s={s} series={mode} r={6} />,
        ]),
        crossover && shown("crossover") && <Mark point={[crossover, data.even]} s={s} series="crossover" r={6} hollow />,
      ]}
    </Panel>
  );
}

const ratio = ({ reverse, forward }) => Math.max(reverse, forward) / Math.min(reverse, forward);

const draw = (view) => [
  drawCosts(view, "byDepth", view.words.depthAxis, view.p.depth),
  drawCosts(view, "byOutputs", view.words.outputsAxis, view.p.outputs, view.p.inputs),
  <p key="numbers" class="ravine-readout">
    <span>(<i>s</i> − 2)·<i>q</i>·<i>n</i>² + <i>q</i>·<i>n</i>·<i>p</i> = <b>{format(view.data.here.reverse)}</b></span>
    <span>(<i>s</i> − 2)·<i>n</i>²·<i>p</i> + <i>q</i>·<i>n</i>·<i>p</i> = <b>{format(view.data.here.forward)}</b></span>
  </p>,
];

function summary({ p, data: { here }, words }) {
  const { reverse, forward } = here;
  const verdict = reverse < forward ? words.reverseWins : reverse > forward ? words.forwardWins : words.even;
  return `${fill(words.summary, { ...p, reverse, forward })} ${fill(verdict, { ratio: ratio(here) })}`;
}

const table = ({ data, words }) => ({
  columns: [words.depthAxis, words.reverse, words.forward],
  rows: data.byDepth.map(({ at, reverse, forward }) => [at, reverse, forward]),
});

const series = (words) => ["reverse", "forward", "crossover"].map((name) => ({ name, label: words[name] }));

export default figure({ compute, draw, summary, table, series });
