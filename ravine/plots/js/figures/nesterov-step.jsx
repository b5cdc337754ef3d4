// One step of momentum, Nesterov and P4's look-ahead from the same place with the same velocity, and the loss along that
// velocity with the slope that each of them feels.
// Takes learning_rate, beta, condition_number, rotation, foot, velocity. The ravine's largest curvature is 1.

import { Arrow, contourLayer, Curve, equalUnits, Handle, Mark, Note, Panel } from "../kit/chart.jsx";
import { figure } from "../kit/figure.jsx";
import { fill, formatPoint } from "../kit/format.js";
import { lookaheadAtWPlusV, momentumStep, nesterovStep } from "../methods.js";
import { surface as makeSurface } from "../surfaces.js";
import { add, dot, scale, subtract } from "../vectors.js";

const METHODS = {
  momentum: (w, v, gradFn, lr, beta) => momentumStep(w, v, gradFn(w), lr, beta),
  nesterov: nesterovStep,
  p4: lookaheadAtWPlusV,
};
const NAMES = Object.keys(METHODS);

const ravine = ({ condition_number, rotation }) => ({ name: "Quadratic", condition_number, rotation });

export function compute(p) {
  const { learning_rate: lr, beta, foot, velocity } = p;
  const { value, gradient } = makeSurface(ravine(p));
  const steps = Object.fromEntries(NAMES.map((name) => {
    let [asked, answer] = [];
    const [next] = METHODS[name](foot, velocity, (at) => {
      [asked, answer] = [at, gradient(at)];
      return answer;
    }, lr, beta);
    return [name, { asked, gradient: answer, slope: dot(answer, velocity), next, loss: value(next) }];
  }));
  return { steps, before: value(foot), tip: add(foot, scale(beta, velocity)), value };
}

const contours = contourLayer(makeSurface);
const MAP = equalUnits([0, -0.3], 2.4, 380, 380);

const drawMap = ({ p, data, words, set, shown }) => {
  const { foot, velocity, learning_rate: lr } = p;
  const end = add(foot, velocity);
  const moveEnd = (to) => set({ velocity: subtract(to, foot).map((x) => Number(x.toPrecision(4))) });
  return (
    <Panel key="map" class="ravine-panel" extent={MAP} title={words.map} role="group" xLabel="w₁" yLabel="w₂"
      over={(s) => [
        <Handle key="end" point={end} s={s} label={words.end} onMove={moveEnd} series="velocity-end" />,
        <Handle key="foot" point={foot} s={s} label={words.place} onMove={(foot) => set({ foot })} />,
      ]}>
      {(s) => [
        contours(ravine(p), MAP),
        <Curve points={[foot, end]} s={s} series="velocity" />,
        shown("carried") && <Arrow from={foot} along={subtract(data.tip, foot)} s={s} series="carried" />,
        NAMES.filter(shown).map((name) => {
          const { asked, gradient, next } = data.steps[name];
          const push = scale(-lr, gradient);
          return [
            shown("asked") && name !== "nesterov" && <Arrow from={asked} along={push} s={s} series={`${name} ravine-asking`} />,
            <Arrow from={data.tip} along={push} s={s} series={`${name} ravine-pushed`} />,
            <Mark point={next} s={s} series={name} r={6} />,
          ];
        }),
        <Mark point={data.tip} s={s} series="carried" r={3.5} />,
        <Note at={foot} s={s} beside={[12, -8]}>w</Note>,
        <Note at={data.tip} s={s} beside={[10, -4]}>w + βv</Note>,
        <Note at={end} s={s} beside={[12, 4]}>w + v</Note>,
      ]}
    </Panel>
  );
};

const [LOW, HIGH, SAMPLES] = [-0.3, 1.4, 60];
const TANGENT = 0.17; // half of a tangent's length along s

function drawAlong({ p, data, words, shown }) {
  const at = (s) => data.value(add(p.foot, scale(s, p.velocity)));
  const points = Array.from({ length: SAMPLES + 1 }, (_, i) => LOW + ((HIGH - LOW) * i) / SAMPLES).map((s) => [s, at(s)]);
  const losses = points.map(([, loss]) => loss);
  const room = 0.1 * (Math.max(...losses) - Math.min(...losses)) || 1;
  const extent = { x: [LOW, HIGH], y: [Math.min(...losses) - room, Math.max(...losses) + room], width: 380, height: 380 };
  const places = { momentum: 0, nesterov: p.beta, p4: 1 };
  return (
    <Panel key="along" class="ravine-panel" extent={extent} title={words.along} xLabel={words.alongAxis} yLabel={words.lossAxis}>
      {(axes) => [
        <Curve points={points} s={axes} series="velocity" />,
        NAMES.filter(shown).map((name) => {
          const [s, slope] = [places[name], data.steps[name].slope];
          const ends = [-TANGENT, TANGENT].map((h) => [s + h, at(s) + h * slope]);
          return [
            <Curve points={ends} s={axes} series={`${name} ravine-slope`} />,
            <Mark point={[s, at(s)]} s={axes} series={name} r={6} />,
          ];
        }),
      ]}
    </Panel>
  );
}

const draw = (view) => [drawMap(view), drawAlong(view)];

const summary = ({ data, words }) =>
  fill(words.summary, {
    before: data.before,
    ...Object.fromEntries(NAMES.flatMap((name) => [[name, data.steps[name].loss], [`${name}Slope`, data.steps[name].slope]])),
  });

const table = ({ data, words }) => ({
  columns: [words.method, words.asksAt, words.gradient, words.slope, words.next, words.lossAfter],
  rows: NAMES.map((name) => {
    const { asked, gradient, slope, next, loss } = data.steps[name];
    return [words[name], formatPoint(asked), formatPoint(gradient), slope, formatPoint(next), loss];
  }),
});

const series = (words) => [
  ...NAMES.map((name) => ({ name, label: words[name], mark: "dot" })),
  { name: "carried", label: words.carried },
  { name: "asked", label: words.asked },
];

export default figure({ compute, draw, summary, table, series });
