// Measured trainings: accuracy against the learning rate, and the loss of each epoch at the rate that is chosen.
// Takes rate, own (each method at its own best rate), names, series (their colours), rates, accuracy[method][rate] and
// loss[method][rate][epoch], each of them [mean, lowest, highest] over the seeds; null for what is not finite.

import { Curve, Mark, Panel } from "../kit/chart.jsx";
import { figure } from "../kit/figure.jsx";
import { fill, format } from "../kit/format.js";

const HIGHEST_LOSS = 10; // what is higher has run away

const indexOfLargest = (values) => values.indexOf(Math.max(...values));
const nearest = (rates, rate) => indexOfLargest(rates.map((r) => -Math.abs(Math.log(r / rate))));

export function compute({ rate, own, rates, names, accuracy }) {
  const here = nearest(rates, rate);
  const best = accuracy.map((runs) => indexOfLargest(runs.map(([mean]) => mean)));
  return { here, at: names.map((_, i) => (own ? best[i] : here)) };
}

/** A little to the side for each method, so that their thin lines stand beside each other. */
const aside = (i, count) => i - (count - 1) / 2;

/** A method's means as a curve, and at each place a thin line from the lowest seed to the highest. */
const measured = (places, triples, s, slot) => [
  <Curve points={places.map((x, k) => [x, triples[k][0] ?? NaN])} s={s} series={slot} />,
  ...triples.map(([mean, low, high], k) => mean !== null &&
    <Curve points={[[places[k], low], [places[k], high ?? HIGHEST_LOSS]]} s={s} series={`${slot} ravine-whisker`} />),
];

function drawAccuracies({ p, data, words, shown }) {
  const [first, last] = [p.rates[0], p.rates.at(-1)];
  const extent = { x: [first / 1.3, last * 1.3], y: [0, 1], width: 380, height: 320, logX: true };
  const moved = (i) => p.rates.map((rate) => rate * 10 ** (0.025 * aside(i, p.names.length)));
  return (
    <Panel key="accuracies" class="ravine-panel" named extent={extent} title={words.accuracies} xLabel={words.rateAxis} yLabel={words.accuracyAxis}>
      {(s) => [
        !p.own && <Curve points={[[p.rate, 0], [p.rate, 1]]} s={s} series="continuous" />, // the marks: the nearest tried
        ...p.names.flatMap((_, i) => shown(p.series[i]) ? [
          ...measured(moved(i), p.accuracy[i], s, p.series[i]),
          <Mark point={[moved(i)[data.at[i]], p.accuracy[i][data.at[i]][0]]} s={s} series={p.series[i]} r={5} />,
        ] : []),
      ]}
    </Panel>
  );
}

function drawLosses({ p, data, words, shown }) {
  const lowest = Math.min(...p.loss.flat(2).map(([, low]) => low ?? Infinity));
  const epochs = p.loss[0][0].length;
  const extent = { x: [0.5, epochs + 0.5], y: [lowest / 1.3, HIGHEST_LOSS], log: true, width: 380, height: 320 };
  const places = (i) => Array.from({ length: epochs }, (_, k) => k + 1 + 0.06 * aside(i, p.names.length));
  return (
    <Panel key="losses" class="ravine-panel" named extent={extent} title={words.losses} xLabel={words.epochAxis} yLabel={words.lossAxis}>
      {(s) => p.names.flatMap((_, i) => shown(p.series[i]) ? measured(places(i), p.loss[i][data.at[i]], s, p.series[i]) : [])}
    </Panel>
  );
}

const draw = (view) => [drawAccuracies(view), drawLosses(view)];

function summary({ p, data, words, shown }) {
  const one = (method, i) => {
    const values = { method, accuracy: p.accuracy[i][data.at[i]][0], rate: p.rates[data.at[i]] };
    return shown(p.series[i]) ? [fill(p.own ? words.oneOwn : words.one, values)] : [];
  };
  const accuracies = p.names.flatMap(one).join(", ");
  return fill(p.own ? words.ownSummary : words.summary, { rate: p.rates[data.here], accuracies });
}

const table = ({ p, words }) => ({
  columns: [words.method, words.rateAxis, words.accuracyAxis, words.lowest, words.highest, words.lastLoss],
  rows: p.names.flatMap((name, i) =>
    p.rates.map((rate, k) => [name, rate, ...p.accuracy[i][k], p.loss[i][k].at(-1)[0] ?? Infinity])),
});

const series = (_, { p }) => p.names.map((label, i) => ({ name: p.series[i], label }));

const moves = (name, { own }) => name !== "rate" || !own;

export default figure({ compute, draw, summary, table, series, moves });
