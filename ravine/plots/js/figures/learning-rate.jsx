// Gradient descent with one learning rate: the path, the loss after every step, and on the ravine the factors
// 1 − αλ by which a step multiplies its two directions, with the edge of stability 2/λ_max.
// Takes learning_rate, condition_number, steps, surface ("ravine" | "kink" | …), start.

import { contourLayer, Curve, Dots, equalUnits, Handle, Mark, Panel } from "../kit/chart.jsx";
import { figure } from "../kit/figure.jsx";
import { fill, format } from "../kit/format.js";
import { ownPath, withOwnPath } from "../kit/own-path.jsx";
import { gradientStep } from "../methods.js";
import { surface as makeSurface } from "../surfaces.js";

const STEEP = 1; // λ_max of the ravine
const EDGE = 2 / STEEP;
const LECTURE = { small: 0.1 / STEEP, large: 1.9 / STEEP };

const SURFACES = {
  ravine: (condition_number) => ({ name: "Quadratic", condition_number, rotation: 15, largest: STEEP }),
  kink: () => ({ name: "Kink" }),
  staircase: () => ({ name: "ErrorRate" }),
  minima: () => ({ name: "Himmelblau" }),
  saddle: () => ({ name: "Saddle" }),
  plateau: () => ({ name: "Plateau" }),
};

/** Factors, best rate and best factor of the ravine. */
export function ravine(kappa, lr) {
  const flat = STEEP / kappa;
  return {
    steep: 1 - lr * STEEP,
    flat: 1 - lr * flat,
    best: 2 / (flat + STEEP),
    rate: (kappa - 1) / (kappa + 1),
    edge: EDGE,
  };
}

export function compute({ learning_rate: lr, condition_number, steps, surface, start }) {
  const fields = SURFACES[surface](condition_number);
  const { value, gradient } = makeSurface(fields);
  const descend = (rate) => {
    const path = [start];
    for (let k = 0; k < steps; k += 1) path.push(gradientStep(path[k], gradient(path[k]), rate));
    return path;
  };
  const paths = { path: descend(lr) };
  if (surface === "ravine") for (const [name, rate] of Object.entries(LECTURE)) paths[name] = descend(rate);
  const losses = Object.fromEntries(Object.entries(paths).map(([name, path]) => [name, path.map(value)]));
  return { last: steps, fields, paths, losses, ravine: surface === "ravine" ? ravine(condition_number, lr) : null };
}

const contours = contourLayer(makeSurface);
const MAP = equalUnits([0, 0], 5, 380, 420);
const ORDER = ["small", "large", "path"];

const drawn = ({ data, shown }) => ORDER.filter((name) => data.paths[name] && shown(name));

function drawMap(view) {
  const { p, data, step, words, set, trajectory, shown } = view;
  const place = data.paths.path[step];
  return (
    <Panel key="map" class="ravine-panel" guess extent={MAP} title={words.map} role="group" xLabel="w₁" yLabel="w₂"
      over={(s) => <Handle point={p.start} s={s} label={words.start} onMove={(start) => set({ start })} />}>
      {(s) => [
        contours(data.fields, MAP, p.surface === "minima" ? 3 : 2),
        ...drawn(view).flatMap((name) => {
          const points = data.paths[name].slice(0, step + 1);
          return [<Curve points={points} s={s} series={name} />, <Dots points={points} s={s} series={name} />];
        }),
        ownPath({ trajectory, shown, step }, s),
        shown("path") && <Mark point={place} s={s} series="path" r={6} />,
      ]}
    </Panel>
  );
}

const [LOWEST, HIGHEST] = [1e-8, 1e3];

/** Whole powers of ten around the losses shown, as far as they are of interest. */
function decades(losses) {
  const seen = losses.filter((loss) => loss > 0).map((loss) => Math.min(Math.max(loss, LOWEST), HIGHEST));
  return [10 ** Math.floor(Math.log10(Math.min(0.1, ...seen))), 10 ** Math.ceil(Math.log10(Math.max(1, ...seen)))];
}

/** On the ravine in powers of ten, where a steady factor is a straight line; elsewhere as it is. */
function drawLoss(view) {
  const { p, data, step, words } = view;
  const log = p.surface === "ravine";
  const first = data.losses.path[0];
  const y = log ? decades(drawn(view).flatMap((name) => data.losses[name])) : [0, Math.max(1e-3, 1.2 * first)];
  const extent = { x: [0, p.steps], y, log, width: 380, height: 250 };
  const kept = (loss) => (log ? Math.min(Math.max(loss, LOWEST / 10), HIGHEST * 10) : Math.min(loss, 2 * y[1]));
  return (
    <Panel key="loss" class="ravine-panel" named extent={extent} title={words.lossTitle} xLabel={words.stepAxis} yLabel={words.loss}>
      {(s) => drawn(view).map((name) => (
        <Curve points={data.losses[name].slice(0, step + 1).map((loss, k) => [k, kept(loss)])} s={s} series={name} />
      ))}
    </Panel>
  );
}

const SAMPLES = 120;

function drawFactors({ p, data, words, shown }) {
  const extent = { x: [0, 2.5 / STEEP], y: [0, 1.6], width: 380, height: 250 };
  const rates = Array.from({ length: SAMPLES + 1 }, (_, k) => (k / SAMPLES) * extent.x[1]);
  const factors = (name) => rates.map((lr) => [lr, Math.abs(ravine(p.condition_number, lr)[name])]);
  return (
    <Panel key="factors" class="ravine-panel" extent={extent} title={words.factorTitle} xLabel="α" yLabel={words.factor}>
      {(s) => [
        <Curve points={[[0, 1], [extent.x[1], 1]]} s={s} series="edge" />,
        shown("edge") && <Curve points={[[EDGE, 0], [EDGE, 1.6]]} s={s} series="edge" />,
        ...["flat", "steep"].filter(shown).flatMap((name) => [
          <Curve points={factors(name)} s={s} series={name} />,
          <Mark point={[p.learning_rate, Math.abs(data.ravine[name])]} s={s} series={name} r={5} />,
        ]),
        <Mark point={[data.ravine.best, data.ravine.rate]} s={s} series="edge" r={6} hollow />,
      ]}
    </Panel>
  );
}

const readout = ({ p, words, data: { ravine: r } }) => (
  <p key="numbers" class="ravine-readout">
    <span><i>α</i>·<i>λ</i><sub>max</sub> = <b>{format(p.learning_rate * STEEP)}</b></span>
    <span>2/<i>λ</i><sub>max</sub> = <b>{format(r.edge)}</b></span>
    <span><i>ρ</i> = <b>{format(Math.max(Math.abs(r.steep), Math.abs(r.flat)))}</b></span>
    <span>{words.best} <i>α</i> = <b>{format(r.best)}</b>, <i>ρ</i> = <b>{format(r.rate)}</b></span>
  </p>
);

const draw = (view) => [
  drawMap(view),
  drawLoss(view),
  ...(view.data.ravine ? [drawFactors(view), readout(view)] : []),
];

function summary({ p, data: { paths, losses, ravine: r }, step, words }) {
  const place = paths.path[step];
  if (!place.every((x) => Math.abs(x) < 1e6)) return words.diverged;
  return fill(r ? words.summary : words.summaryOther, {
    ...r, step, place, lr: p.learning_rate, first: losses.path[0], last: losses.path[step],
  });
}

const table = ({ data: { paths, losses }, words }) => ({
  columns: [words.stepColumn, "w₁", "w₂", words.loss],
  rows: paths.path.map((w, k) => [k, ...w, losses.path[k]]),
});

const moves = (name, { surface }) => name !== "condition_number" || surface === "ravine";

const series = (words, { data }) => [
  { name: "path", label: words.path },
  ...(data.ravine ? ["small", "large", "steep", "flat", "edge"] : []).map((name) => ({ name, label: words[name] })),
];

const arrives = ({ data }) => data.paths.path.at(-1);

const walk = (_, { learning_rate: lr, condition_number, steps, surface, start }) =>
  ({ surface: SURFACES[surface](condition_number), start, steps, parameters: { lr } });

export default figure(withOwnPath({ compute, walk, draw, summary, table, series, moves, arrives, layout: "tall" }));
