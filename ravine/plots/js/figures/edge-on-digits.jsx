// Measured trainings at their edge of stability. Takes memories (β₁ of every run) and rows (by run: step, curvature, loss).

import { Curve, Mark, Note, Panel } from "../kit/chart.jsx";
import { figure } from "../kit/figure.jsx";
import { fill, format } from "../kit/format.js";
import { stabilityLimit } from "../methods.js";

const { max, min } = Math;

const limitOf = (beta) => stabilityLimit(1, "averaging", beta);

export const compute = ({ memories, rows }) => ({
  last: rows[0].length,
  runs: memories.map((beta, i) => ({ beta, rows: rows[i], limit: limitOf(beta), name: `edge-${i + 1}` })),
});

function panel(key, title, column, range, { data: { runs }, step, words, shown }, extra) {
  const end = runs[0].rows.at(-1)[0];
  const extent = { x: [0, end], y: range, log: true, width: 380, height: 320 };
  const points = ({ rows }) => rows.slice(0, step).map((row) => [row[0], max(row[column], range[0] / 10)]);
  return (
    <Panel key={key} class="ravine-panel" named extent={extent} title={title} xLabel={words.stepAxis} yLabel={column === 1 ? words.curvatureAxis : words.lossAxis}>
      {(s) => [
        ...(extra?.(s, end) ?? []),
        ...runs.filter(({ name }) => shown(name)).flatMap((run) => [
          <Curve points={points(run)} s={s} series={run.name} />,
          step > 0 && <Mark point={points(run).at(-1)} s={s} series={run.name} r={4} />]),
      ]}
    </Panel>
  );
}

function draw(view) {
  const { data: { runs }, shown } = view;
  const losses = runs.flatMap(({ rows }) => rows.map(([, , loss]) => loss));
  const decade = (x, round) => 10 ** round(Math.log10(x));
  const limits = (s, end) => (shown("edge-limits") ? runs.filter(({ name }) => shown(name)).flatMap(({ limit }) => [
    <Curve points={[[0, limit], [end, limit]]} s={s} series="edge-limits" />,
    <Note at={[0, limit]} s={s} beside={[5, -5]}>{format(limit)}</Note>]) : []);
  return [
    panel("curvature", view.words.curvatures, 1, [1, 100], view, limits),
    panel("loss", view.words.losses, 2, [decade(min(...losses), Math.floor), decade(max(...losses), Math.ceil)], view),
  ];
}

function summary({ data: { runs, last }, step, words }) {
  const at = max(step, 1) - 1;
  const values = runs.map(({ beta, rows, limit }) => fill(words.one, { value: rows[at][1], beta, limit })).join(", ");
  return fill(words.summary, { step: String(runs[0].rows[at][0]), last: String(runs[0].rows[last - 1][0]), values });
}

const table = ({ data: { runs }, words }) => ({
  columns: [words.stepColumn, ...runs.flatMap(({ beta }) => [fill(words.curvatureColumn, { beta }), fill(words.lossColumn, { beta })])],
  rows: runs[0].rows.map(([t], i) => [t, ...runs.flatMap(({ rows }) => rows[i].slice(1))]),
});

const series = (words, { data: { runs } }) => [
  ...runs.map(({ beta, name }) => ({ name, label: fill(words.run, { beta }) })),
  { name: "edge-limits", label: words.limits },
];

export default figure({ compute, draw, summary, table, series, pace: 250 });
