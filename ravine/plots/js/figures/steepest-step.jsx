// The step of steepest descent in a norm: where the last line of equal decrease touches the ball of the norm.
// Takes norm, form ("length" | "price"), learning_rate, axis, turn (degrees), gradient.

import { Arrow, Curve, equalUnits, Handle, Mark, Note, Panel, pathAlong } from "../kit/chart.jsx";
import { figure } from "../kit/figure.jsx";
import { fill, format } from "../kit/format.js";
import { dot, norm, scale, square } from "../vectors.js";

const { abs, cos, max, PI, sign, sin, sqrt } = Math;
const TIE = 1e-9; // entries that differ by less count as equal

/** The ellipse's axes as rows, and its half axes. */
const ellipse = ({ axis, turn }) => {
  const angle = (turn * PI) / 180;
  return [[[cos(angle), sin(angle)], [-sin(angle), cos(angle)]], [1, axis]];
};

/** P⁻¹g for the ellipse ΔᵀPΔ = 1. */
function preconditioned(g, p) {
  const [axes, lengths] = ellipse(p);
  return axes.reduce((sum, a, i) => sum.map((x, k) => x + lengths[i] ** 2 * dot(a, g) * a[k]), [0, 0]);
}

const CORNERS = [[1, 0], [0, 1], [-1, 0], [0, -1]];
const largest = (g) => (abs(g[0]) >= abs(g[1]) ? [sign(g[0]), 0] : [0, sign(g[1])]);
const tied = (g) => abs(abs(g[0]) - abs(g[1])) < TIE * max(abs(g[0]), abs(g[1]));
const flat = (g) => abs(g[0]) < TIE * abs(g[1]) || abs(g[1]) < TIE * abs(g[0]);
const diamond = {
  ends: (g) => (tied(g) ? [[-sign(g[0]), 0], [0, -sign(g[1])]] : [scale(-1, largest(g))]),
  outline: () => CORNERS,
};
const TURN = Array.from({ length: 120 }, (_, i) => [cos((i * PI) / 60), sin((i * PI) / 60)]);

/** For each norm: the dual of g, the best steps of length 1 (two ends of an edge, or one), and the outline of its ball. */
const NORMS = {
  euclid: { dual: norm, ends: (g) => [scale(-1 / norm(g), g)], outline: () => TURN },
  max: {
    dual: (g) => abs(g[0]) + abs(g[1]),
    ends: (g) => {
      const corner = g.map((x) => -sign(x));
      if (!flat(g)) return [corner];
      const i = abs(g[0]) < abs(g[1]) ? 0 : 1;
      return [-1, 1].map((end) => corner.map((x, k) => (k === i ? end : x)));
    },
    outline: () => [[1, 1], [-1, 1], [-1, -1], [1, -1]],
  },
  one: { dual: (g) => max(abs(g[0]), abs(g[1])), ...diamond },
  ellipse: {
    dual: (g, p) => sqrt(dot(g, preconditioned(g, p))),
    ends: (g, p) => [scale(-1 / sqrt(dot(g, preconditioned(g, p))), preconditioned(g, p))],
    outline(p) {
      const [axes, lengths] = ellipse(p);
      return TURN.map((u) => [0, 1].map((k) => lengths[0] * u[0] * axes[0][k] + lengths[1] * u[1] * axes[1][k]));
    },
  },
  // Singular values |Δ₁ + Δ₂| and |Δ₁ − Δ₂|; the product of two such matrices is twice that of the vectors.
  matrix: { dual: (g) => abs(g[0] + g[1]) + abs(g[0] - g[1]), ...diamond, product: 2 },
};

export function compute(p) {
  const g = p.gradient;
  const rows = Object.entries(NORMS).map(([name, { dual, ends, product = 1 }]) => {
    const steepness = dual(g, p);
    const length = p.form === "length" ? p.learning_rate : p.learning_rate * steepness;
    const steps = steepness > 0 ? ends(g, p).map((d) => scale(length, d)) : [[0, 0]];
    return { name, dual: steepness, length, steps, decrease: product * dot(g, steps[0]) };
  });
  const chosen = rows.find(({ name }) => name === p.norm);
  return { rows, chosen, outline: NORMS[p.norm].outline(p).map((u) => scale(chosen.length, u)) };
}

const PLANE = equalUnits([0, 0], 3, 380, 380);
const LINES = [-2, -1, 0, 1, 2];

/** The line of all steps with the product `c` with g, across the whole plane. */
const levelLine = (g, c) => {
  const [foot, along] = [scale(c / dot(g, g), g), scale(9 / norm(g), [-g[1], g[0]])];
  return [[foot[0] - along[0], foot[1] - along[1]], [foot[0] + along[0], foot[1] + along[1]]];
};

function drawPlane({ p, data: { chosen, outline }, words, set, shown }) {
  const g = p.gradient;
  const least = dot(g, chosen.steps[0]);
  const zero = !(chosen.dual > 0 && square(g)[0] + square(g)[1] > 0);
  return (
    <Panel key="plane" class="ravine-panel" extent={PLANE} title={words.plane} role="group" xLabel={words.first} yLabel={words.second}
      onPoint={(gradient) => set({ gradient: gradient.map((x) => Number(x.toPrecision(3))) })}
      over={(s) => <Handle point={g} s={s} label={words.tip} onMove={(gradient) => set({ gradient })} series="descent" />}>
      {(s) => [
        shown("outline") && <path class="ravine-inside" d={`${pathAlong(outline, s)}Z`} />,
        shown("outline") && <path class="ravine-border" d={`${pathAlong(outline, s)}Z`} />,
        ...(zero || !shown("level") ? [] : LINES.map((k) => <Curve points={levelLine(g, (k * least) / 2)} s={s} series="level" />)),
        !zero && shown("level") && <Curve points={levelLine(g, least)} s={s} series="last-level" />,
        shown("gradient") && <Arrow from={[0, 0]} along={g} s={s} series="gradient" />,
        chosen.steps.length > 1 && shown("steepest") && <Curve points={chosen.steps} s={s} series="steepest" />,
        ...(shown("steepest") ? chosen.steps.flatMap((step) => [
          <Arrow from={[0, 0]} along={step} s={s} series="steepest" />, <Mark point={step} s={s} series="steepest" r={4.5} />]) : []),
      ]}
    </Panel>
  );
}

function drawBars({ p, data: { rows }, words }) {
  const top = max(1, ...rows.map(({ dual }) => dual));
  const extent = { x: [0, 1.25 * top], y: [-0.5, 4.5], width: 380, height: 260 };
  return (
    <Panel key="bars" class="ravine-panel ravine-no-ticks" extent={extent} title={words.bars} xLabel={words.gainAxis} yLabel={words.normColumn}>
      {(s) => rows.map(({ name, dual }, i) => (
        <g key={name}>
          <path class={`ravine-gain ${name === p.norm ? "ravine-in-force" : ""}`} d={`M${s.x(0)} ${s.y(4 - i) - 13}H${s.x(dual)}v12H${s.x(0)}Z`} />
          <Note at={[0, 4 - i]} s={s} beside={[5, 12]}>{`${words[name]} = ${format(dual)}`}</Note>
        </g>
      ))}
    </Panel>
  );
}

const draw = (view) => [drawPlane(view), drawBars(view)];

function summary({ p, data: { chosen }, words }) {
  if (!(chosen.dual > 0)) return words.summaryZero;
  const [step, other] = chosen.steps;
  return fill(other ? words.summaryTie : words.summary, {
    gradient: p.gradient, norm: words[`${p.norm}Name`], step, other,
    decrease: -chosen.decrease, length: chosen.length, dual: chosen.dual,
  });
}

const written = (steps) => steps.map((step) => `(${step.map((x) => format(x, 4)).join(", ")})`).join(" … ");

const table = ({ data: { rows }, words }) => ({
  columns: [words.normColumn, words.dualColumn, words.stepColumn, words.decreaseColumn],
  rows: rows.map(({ name, dual, steps, decrease }) => [words[`${name}Name`], dual, written(steps), decrease]),
});

const series = (words) => [
  { name: "gradient", label: words.gradientLabel },
  { name: "steepest", label: words.stepLabel },
  { name: "level", label: words.level },
  { name: "outline", label: words.outline, line: "border" },
];

const moves = (name, { norm: chosen }) => (name === "axis" || name === "turn" ? chosen === "ellipse" : true);

export default figure({ compute, draw, summary, table, series, moves });
