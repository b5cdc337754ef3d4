// Look before you leap: momentum, Nesterov and P4's look-ahead side by side, and where each asks for the gradient.
// Takes learning_rate, beta, condition_number, minus, steps, start. The ravine's largest curvature is 1.

import { Arrow, contourLayer, Curve, Dots, equalUnits, Handle, Mark, Panel } from "../kit/chart.jsx";
import { figure } from "../kit/figure.jsx";
import { fill } from "../kit/format.js";
import { ownPath, withOwnPath } from "../kit/own-path.jsx";
import { lookaheadAtWPlusV, momentumStep, nesterovStep } from "../methods.js";
import { surface as makeSurface } from "../surfaces.js";
import { dot, scale, zeros } from "../vectors.js";

const ROTATION = 20;
const METHODS = {
  momentum: (w, v, gradFn, lr, beta) => momentumStep(w, v, gradFn(w), lr, beta),
  nesterov: nesterovStep,
  p4: lookaheadAtWPlusV,
};
const NAMES = Object.keys(METHODS);

const ravine = (kappa) => ({ name: "Quadratic", condition_number: kappa, rotation: ROTATION });

/** A run of one method: its path and velocities, and where it asked for which gradient on the way to the next point. */
function run(method, { value, gradient }, { learning_rate: lr, beta, minus, steps, start }) {
  const [path, velocity, asked, answers] = [[start], [zeros(start)], [], []];
  const gradFn = (at) => {
    asked.push(at);
    answers.push(gradient(at));
    return answers.at(-1);
  };
  for (let t = 0; t < steps; t += 1) {
    const [w, v] = method(path[t], velocity[t], gradFn, lr, minus ? -beta : beta);
    path.push(w);
    velocity.push(v);
  }
  return { path, velocity, asked, answers, loss: path.map(value) };
}

export function compute(p) {
  const surface = makeSurface(ravine(p.condition_number));
  const runs = Object.fromEntries(NAMES.map((name) => [name, run(METHODS[name], surface, p)]));
  return { last: p.steps, runs, overshoot: Object.fromEntries(NAMES.map((name) => [name, overshoot(runs[name].path)])) };
}

const contours = contourLayer(makeSurface);
const MAP = equalUnits([0, 0], 5);

/** What a method does next: along the velocity to where it asks, and from there the step that the gradient adds. */
const nextStep = ({ path, asked, answers }, step, lr, name, s) =>
  step < asked.length && [
    <Arrow from={path[step]} along={asked[step].map((x, i) => x - path[step][i])} s={s} series={`${name} ravine-ahead`} />,
    <Arrow from={asked[step]} along={scale(-lr, answers[step])} s={s} series={name} />,
  ];

const RECENT = 8; // rings are shown for the last steps alone: a whole path of them hides the path

const drawMap = ({ p, data, step, words, set, shown, trajectory }) => (
  <Panel key="map" class="ravine-panel" extent={MAP} title={words.map} role="group" xLabel="w₁" yLabel="w₂"
    over={(s) => <Handle point={p.start} s={s} label={words.start} onMove={(start) => set({ start })} />}>
    {(s) => [
      contours(ravine(p.condition_number), MAP),
      ownPath({ trajectory, shown, step }, s),
      NAMES.filter(shown).map((name) => {
        const { path, asked } = data.runs[name];
        const rings = asked.slice(Math.max(0, step - RECENT), step + 1);
        return [
          <Curve points={path.slice(0, step + 1)} s={s} series={name} />,
          <Dots points={path.slice(0, step + 1)} s={s} series={name} />,
          shown("asks") && rings.map((at, i) => <Mark key={i} point={at} s={s} series={name} r={4} hollow />),
          shown("asks") && nextStep(data.runs[name], step, p.learning_rate, name, s),
          <Mark point={path[step]} s={s} series={name} />,
        ];
      }),
    ]}
  </Panel>
);

function drawLoss({ p, data, step, words, shown }) {
  const extent = { x: [0, p.steps], y: [1e-8, 1e2], width: 380, height: 320, log: true };
  const points = (name) => data.runs[name].loss.map((loss, t) => [t, Math.max(loss, 1e-300)]);
  return (
    <Panel key="loss" class="ravine-panel" named extent={extent} title={words.loss} xLabel={words.steps} yLabel={words.lossLabel}>
      {(s) => NAMES.filter(shown).map((name) => [
        <g class="ravine-to-come"><Curve points={points(name).slice(step)} s={s} series={name} /></g>,
        <Curve points={points(name).slice(0, step + 1)} s={s} series={name} />,
        <Mark point={points(name)[step]} s={s} series={name} />,
      ])}
    </Panel>
  );
}

const draw = (view) => [drawMap(view), drawLoss(view)];

const ANGLE = ROTATION * (Math.PI / 180);
const ACROSS = [-Math.sin(ANGLE), Math.cos(ANGLE)];

/** How far a path swings across the ravine once it has crossed the floor, as a share of its height at the start. */
export function overshoot(path) {
  const heights = path.map((w) => dot(ACROSS, w));
  const crossed = heights.findIndex((height) => height * heights[0] < 0);
  return crossed < 0 ? 0 : Math.max(...heights.slice(crossed).map(Math.abs)) / Math.abs(heights[0]);
}

function summary({ data, step, words }) {
  const bounded = (value) => (value < 1e6 ? value : words.runsAway);
  const named = (ending, of) => Object.fromEntries(NAMES.map((name) => [`${name}${ending}`, bounded(of(name))]));
  return fill(words.summary, {
    step,
    ...named("", (name) => data.runs[name].loss[step]),
    ...named("Over", (name) => data.overshoot[name]),
  });
}

const table = ({ data, words, p }) => ({
  columns: [
    words.stepColumn,
    ...NAMES.flatMap((name) => [
      `w₁, ${words[name]}`, `w₂, ${words[name]}`,
      ...[1, 2].map((i) => `${fill(words.asksFor, { method: words[name] })}, ${i}`),
      fill(words.lossOf, { method: words[name] }),
    ]),
  ],
  rows: Array.from({ length: p.steps + 1 }, (_, t) => [
    t,
    ...NAMES.flatMap((name) => {
      const { path, asked, loss } = data.runs[name];
      return [...path[t], ...(asked[t] ?? ["", ""]), loss[t]];
    }),
  ]),
});

const series = (words) => [
  ...NAMES.map((name) => ({ name, label: words[name] })),
  { name: "asks", label: words.asks, mark: "ring" },
];

const walk = (_, { learning_rate: lr, beta, minus, condition_number, steps, start }) =>
  ({ surface: ravine(condition_number), start, steps, parameters: { lr, beta: minus ? -beta : beta } });

export default figure(withOwnPath({ compute, draw, summary, table, series, walk }));
