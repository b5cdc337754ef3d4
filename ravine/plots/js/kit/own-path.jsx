// A path of one's own in a figure whose rows are steps from 0: drawn as far as the player has come, with its place in
// legend, summary and table.

import { Curve, Mark } from "./chart.jsx";
import { fill } from "./format.js";

/** The path in a map of the figure. */
export function ownPath({ trajectory, shown, step }, s) {
  const points = trajectory?.slice(0, step + 1);
  return points?.length > 0 && shown("yours") && [
    <Curve key="yours" points={points} s={s} series="yours" />,
    <Mark key="yours-end" point={points.at(-1)} s={s} series="yours" />,
  ];
}

const place = ({ trajectory, step, words }) =>
  fill(words.yoursAt, { place: trajectory[Math.min(step, trajectory.length - 1)] });

const columns = (words) => ["1", "2"].map((axis) => `${words.yours}, ${axis}`);

export const withOwnPath = (definition) => ({
  ...definition,
  series: (words, view) =>
    [...definition.series(words, view), ...(view.trajectory ? [{ name: "yours", label: words.yours }] : [])],
  summary: (view) => [definition.summary(view), view.trajectory?.length > 0 && place(view)].filter(Boolean).join(" "),
  table(view) {
    const own = view.trajectory;
    const table = definition.table(view);
    return own
      ? { columns: [...table.columns, ...columns(view.words)], rows: table.rows.map((row, t) => [...row, ...(own[t] ?? ["", ""])]) }
      : table;
  },
});
