// How the ball rolls: the ball's path in the ravine beside its energy over time.
// Takes mass, friction, time_step, scheme ("semi-implicit" | "explicit"), duration, start, surface.

import { Arrow, contourLayer, Curve, Dots, equalUnits, Handle, Mark, Panel } from "../kit/chart.jsx";
import { figure } from "../kit/figure.jsx";
import { fill, format } from "../kit/format.js";
import { ownPath, withOwnPath } from "../kit/own-path.jsx";
import { ballStep, ballStepExplicit, momentumFromBall } from "../methods.js";
import { surface as makeSurface } from "../surfaces.js";
import { add, dot, scale, zeros } from "../vectors.js";

const FINE_STEP = 0.02; // of the Runge–Kutta solution that stands for continuous time

export function compute({ mass, friction, time_step: dt, scheme, duration, start, surface }) {
  const { value, gradient } = makeSurface(surface);
  const move = scheme === "explicit" ? ballStepExplicit : ballStep;
  const last = Math.round(duration / dt);
  const states = [{ x: start, v: zeros(start) }];
  for (let k = 0; k < last; k += 1) {
    const [x, v] = move(states[k].x, states[k].v, gradient(states[k].x), mass, friction, dt);
    states.push({ x, v });
  }
  const potential = states.map(({ x }) => value(x));
  const kinetic = states.map(({ v }) => 0.5 * mass * dot(v, v));
  const [lr, beta] = momentumFromBall(mass, friction, dt);
  return {
    last, lr, beta, potential, kinetic,
    time: states.map((_, k) => k * dt),
    path: states.map(({ x }) => x),
    velocity: states.map(({ v }) => v),
    total: potential.map((e, k) => e + kinetic[k]),
    continuous: continuousPath(gradient, start, mass, friction, duration),
  };
}

/** Newton's law in continuous time, by the classical Runge–Kutta method with small steps. */
function continuousPath(gradient, start, mass, friction, duration) {
  const derivative = ({ x, v }) => ({ x: v, v: gradient(x).map((g, i) => (-g - friction * v[i]) / mass) });
  const ahead = (s, d, h) => ({ x: add(s.x, scale(h, d.x)), v: add(s.v, scale(h, d.v)) });
  let state = { x: start, v: zeros(start) };
  const path = [start];
  for (let t = 0; t < duration; t += FINE_STEP) {
    const k1 = derivative(state);
    const k2 = derivative(ahead(state, k1, FINE_STEP / 2));
    const k3 = derivative(ahead(state, k2, FINE_STEP / 2));
    const k4 = derivative(ahead(state, k3, FINE_STEP));
    const mean = (name) => k1[name].map((d, i) => (d + 2 * k2[name][i] + 2 * k3[name][i] + k4[name][i]) / 6);
    state = ahead(state, { x: mean("x"), v: mean("v") }, FINE_STEP);
    path.push(state.x);
  }
  return path;
}

const contours = contourLayer(makeSurface);
const MAP = equalUnits([0, 0], 5);

function drawMap({ guessing, p, data, step, words, shown, set, trajectory }) {
  const { path, continuous, velocity } = data;
  return (
    <Panel key="map" class="ravine-panel" guess extent={MAP} title={words.map} role="group" xLabel="x₁" yLabel="x₂"
      over={(s) => <Handle point={p.start} s={s} label={words.start} onMove={(start) => set({ start })} />}>
      {(s) => [
        contours(p.surface, MAP),
        shown("continuous") && !guessing && <Curve points={continuous} s={s} series="continuous" />,
        shown("ball") && <Curve points={path.slice(0, step + 1)} s={s} series="ball" />,
        shown("ball") && <Dots points={path.slice(0, step + 1)} s={s} series="ball" />,
        ownPath({ trajectory, shown, step }, s),
        shown("ball") && <Arrow from={path[step]} along={velocity[step]} s={s} series="ball" />,
        shown("ball") && <Mark point={path[step]} s={s} series="ball" r={7} />,
      ]}
    </Panel>
  );
}

/** The axis of the energy: from 0 where it falls; where the steps make it grow, powers of ten up to the highest. */
export function energyAxis(total) {
  const first = Math.max(total[0], 1e-6);
  const highest = Math.max(...total.filter((e) => e < 1e100));
  if (!(highest > 1.15 * first)) return { y: [0, 1.15 * first] };
  return { y: [10 ** Math.floor(Math.log10(first) - 2), 10 ** Math.ceil(Math.log10(highest))], log: true };
}

function drawEnergy({ p, data, step, words, shown }) {
  const extent = { x: [0, p.duration], ...energyAxis(data.total), width: 380, height: 320 };
  const lowest = extent.log ? extent.y[0] / 10 : 0; // a logarithmic axis has no place for 0
  const points = (name) => data[name].slice(0, step + 1).map((e, k) => [data.time[k], Math.max(e, lowest)]);
  return (
    <Panel key="energy" class="ravine-panel" extent={extent} title={words.energy} xLabel={words.time} yLabel={words.energyUnit}>
      {(s) => ["potential", "kinetic", "total"].filter(shown).map((name) => <Curve points={points(name)} s={s} series={name} />)}
    </Panel>
  );
}

const draw = (view) => [
  drawMap(view),
  drawEnergy(view),
  <p key="translation" class="ravine-readout">
    <span><i>α</i> = Δ<i>t</i>²/<i>m</i> = <b>{format(view.data.lr)}</b></span>
    <span><i>β</i> = 1 − <i>γ</i>Δ<i>t</i>/<i>m</i> = <b>{format(view.data.beta)}</b></span>
  </p>,
];

const summary = ({ data, step, words, p }) =>
  fill(words.summary, {
    scheme: words[p.scheme],
    time: data.time[step],
    place: data.path[step],
    first: data.total[0],
    energy: data.total[step],
    lr: data.lr,
    beta: data.beta,
  });

const table = ({ data, words }) => ({
  columns: [words.stepColumn, "t", "x₁", "x₂", "v₁", "v₂", words.potential, words.kinetic, words.total],
  rows: data.path.map((x, k) => [k, data.time[k], ...x, ...data.velocity[k], data.potential[k], data.kinetic[k], data.total[k]]),
});

const series = (words) => [
  { name: "ball", label: words.ball },
  { name: "continuous", label: words.continuous },
  { name: "potential", label: words.potential },
  { name: "kinetic", label: words.kinetic },
  { name: "total", label: words.total },
];

/** The ball's own step, or momentum with the ball's learning rate and decay: the same path. */
function walk(exercise, { mass, friction, time_step: dt, duration, start, surface }) {
  const [lr, beta] = momentumFromBall(mass, friction, dt);
  const parameters = exercise === "ball_step" ? { mass, friction, dt } : { lr, beta };
  return { surface, start, steps: Math.round(duration / dt), parameters };
}

export default figure(withOwnPath({ compute, draw, summary, table, series, walk, arrives: ({ data }) => data.path.at(-1) }));
