// Lines and names in a picture as numbers, in units of the picture: fewer points that look the same, names side by side.

export const LINE_HEIGHT = 13; // of a name at a curve's end

/** The square of how far (x, y) is from the line between (0, 0) and (dx, dy); of numbers, for every frame asks often. */
function squareApart(x, y, dx, dy) {
  const square = dx * dx + dy * dy;
  const along = square ? Math.min(Math.max((x * dx + y * dy) / square, 0), 1) : 0;
  return (x - along * dx) ** 2 + (y - along * dy) ** 2;
}

/** How far a point is from the line between two others. */
const apart = ([x, y], [x0, y0], [x1, y1]) => Math.sqrt(squareApart(x - x0, y - y0, x1 - x0, y1 - y0));

/** Points of a line but for those that lie nearly between others (Douglas and Peucker 1973); units of the picture. */
export function thinned(points, tolerance) {
  const [first, last] = [points[0], points.at(-1)];
  const distances = points.map((point) => apart(point, first, last));
  const farthest = distances.indexOf(Math.max(...distances));
  if (distances[farthest] <= tolerance) return [first, last];
  const parts = [points.slice(0, farthest + 1), points.slice(farthest)].map((part) => thinned(part, tolerance));
  return [...parts[0].slice(0, -1), ...parts[1]];
}

export const SEEN = 0.25; // units of the picture: a curve that is nearer to another looks the same
const AT_ONCE = 32; // points that are left out in a row at most, which bounds the work of a frame

/**
 * Which points of a curve, in columns { x, y, length }, are enough to look the same: fewer bytes, less work in a frame.
 * From each the far reach is tried first: most curves are nearly straight over many points.
 */
export function sparse(curve) {
  const last = curve.length - 1;
  const kept = last < 0 ? [] : [0];
  for (let from = 0; from < last; from = kept.at(-1)) {
    let to = Math.min(from + AT_ONCE, last);
    while (isSeen(curve, from, to)) to = from + Math.max(1, Math.floor(0.7 * (to - from)));
    kept.push(to);
  }
  return kept;
}

/** Whether one of the points between two others is seen apart from their line. */
function isSeen({ x, y }, from, to) {
  const [dx, dy] = [x[to] - x[from], y[to] - y[from]];
  for (let i = from + 1; i < to; i += 1)
    if (squareApart(x[i] - x[from], y[i] - y[from], dx, dy) > SEEN ** 2) return true;
  return false;
}

const inTenths = (x) => Math.round(10 * x) / 10;

/** The `points` of an SVG polyline through those points of columns that are `chosen`, in tenths: "1.5,2 3,4 …". */
export function cornersOf({ x, y }, chosen) {
  let corners = "";
  for (const i of chosen) corners += `${corners && " "}${inTenths(x[i])},${inTenths(y[i])}`;
  return corners;
}

/** The same line as the `d` of an SVG path. */
export const pathThrough = (corners) => corners && `M${corners.replaceAll(" ", "L")}`;

/** A number of tenths in the fewest letters. */
const short = (tenths) => String(tenths / 10).replace(/^(-?)0\./, "$1.");

/** A path of straight lines in tenths, `M1.5,2L3,4Z…`, with each point as the step to it: the same line in fewer bytes. */
export function inSteps(path) {
  if (!/^M[-\d.,LMZ]+$/.test(path)) return path;
  return path.replace(/M([^MZ]+)/g, (_, line) => {
    const points = line.split("L").map((point) => point.split(",").map((x) => Math.round(10 * x)));
    const steps = points.slice(1).map((to, i) => to.map((x, axis) => short(x - points[i][axis])).join(","));
    return `M${points[0].map(short)}${steps.length ? "l" : ""}${steps.join(" ")}`.replace(/[ ,]-/g, "-");
  });
}

/** Which dots, in columns { x, y, length }, are not hidden by the one before. */
export function scattered({ x, y, length }) {
  const kept = [];
  for (let i = 0; i < length; i += 1) {
    const last = kept.at(-1);
    if (last === undefined || Math.hypot(x[i] - x[last], y[i] - y[last]) > 2 * SEEN) kept.push(i);
  }
  return kept;
}

/** Heights for names that would stand at `wanted`, in order from the top: none over another, none past the lower edge. */
export function stacked(wanted, lowest) {
  const down = wanted.reduce((at, y) => [...at, Math.max(y, (at.at(-1) ?? -Infinity) + LINE_HEIGHT)], []);
  return down.map((y, i) => Math.min(y, lowest - (down.length - 1 - i) * LINE_HEIGHT));
}
