// A panel with axes, and what is drawn in it: curves, dots, contours, regions, arrows, a draggable point.
// Scales are d3's; a panel hands them to its children.

import { createContext } from "preact";
import { contours } from "d3-contour";
import { scaleLinear, scaleLog } from "d3-scale";
import { Columns } from "../columns.js";
import { format, formatPoint, powerOfTen } from "./format.js";
import { cornersOf, LINE_HEIGHT, pathThrough, scattered, sparse, stacked, thinned } from "./lines.js";
import { memo } from "./memo.js";

const MARK = 6; // half of a mark's width, in units of the picture
const MARGIN = { top: 26, right: 12, bottom: 40, left: 46 };

const scaleOf = (log, domain, range) => (log ? scaleLog : scaleLinear)(domain, range);

/** Linear or logarithmic scales of a panel: domain → picture units. */
export function scales({ x, y, width = 380, height = 320, log = false, logX = false }) {
  return {
    x: scaleOf(logX, x, [MARGIN.left, width - MARGIN.right]),
    y: scaleOf(log, y, [height - MARGIN.bottom, MARGIN.top]),
    width,
    height,
  };
}

/** The extent of a map around `centre` that is `half` wide to both sides, with equal units on both axes. */
export function equalUnits(centre, half, width = 380, height = 320) {
  const up = (half * (height - MARGIN.top - MARGIN.bottom)) / (width - MARGIN.left - MARGIN.right);
  return { x: [centre[0] - half, centre[0] + half], y: [centre[1] - up, centre[1] + up], width, height };
}

/**
 * What a reader guesses before a figure plays: { at, end, move(at), label }. `at` is null for a guess not moved yet, and
 * `end` null until the figure has played. A panel with `guess` shows it.
 */
export const Guess = createContext(null);

const GuessedPlace = ({ guess: { at, end, move, label }, s }) => {
  const place = at ?? [s.x, s.y].map(({ domain }) => (domain()[0] + domain()[1]) / 2);
  return [
    end && <Curve points={[place, end]} s={s} series="missed" />,
    end ? <Mark point={place} s={s} series="guess" hollow /> : <Handle point={place} s={s} label={label} onMove={move} series="guess" />,
  ];
};

/** What a legend calls each line; a panel that is `named` writes it at the line's end. */
export const Names = createContext({});

const NAME_LENGTH = 60; // about that of a name at a curve's end, in units of the picture

/** Where a curve ends in the picture, and whether it falls there: a name below would then not lie on it. */
function endOf({ series, points }, s) {
  const [left, right] = s.x.range();
  const [bottom, top] = s.y.range();
  const { x: across, y: down, length } = place(points, s);
  const isSeen = (i) => across[i] >= left && across[i] <= right && down[i] >= top && down[i] <= bottom;
  let [first, end] = [0, length - 1];
  while (first < length && !isSeen(first)) first += 1;
  while (end > first && !isSeen(end)) end -= 1;
  if (first >= end) return null;
  let before = end;
  while (before > first && (across[before] >= across[end] - NAME_LENGTH || !isSeen(before))) before -= 1;
  const [x, y] = [across[end], down[end]];
  return { series, x, y, falls: down[before] < y - 2 };
}

/** About the width of a name of `length` letters, in units of the picture. */
const wide = (length) => 6.5 * length;

/**
 * The names of the curves among what a panel draws, each at its curve's end or all in the upper right `corner`; a line drawn
 * in parts has none.
 */
function NamesAtEnds({ drawn, s, names, corner }) {
  const curves = [drawn].flat(Infinity).filter((part) => part?.type === Curve).map(({ props }) => props);
  const alone = ({ series }) => curves.filter((other) => other.series === series).length === 1;
  const ends = curves.filter((curve) => names[curve.series] && alone(curve)).map((curve) => endOf(curve, s)).filter(Boolean);
  if (ends.length < 2) return null;
  const down = ends.toSorted((a, b) => a.y - b.y);
  const near = (i, j) => down[i] && down[j] && Math.abs(down[i].y - down[j].y) < LINE_HEIGHT;
  const [left, right] = s.x.range();
  const [bottom, top] = s.y.range();
  const wanted = down.map(({ y, falls }, i) => corner ? top + LINE_HEIGHT :
    Math.max(falls || (near(i, i - 1) && !near(i, i + 1)) ? y + LINE_HEIGHT : y - LINE_HEIGHT / 2, top + LINE_HEIGHT));
  const heights = stacked(wanted, bottom - 4);
  // In the curves' order, at whole numbers: the page is styled anew where names change places in it, and letters that
  // move are laid out anew.
  return ends.map((end) => {
    const { series, x } = end;
    const length = wide(names[series].length);
    const atRight = corner || x > (left + right) / 2;
    const foot = corner ? right - 6 : atRight ? Math.max(x - 6, left + length + 2) : Math.min(x + 9, right - length - 2);
    return (
      <text key={series} class={`ravine-end ravine-${series}`} x={Math.round(foot)}
        y={Math.round(heights[down.indexOf(end)])} text-anchor={atRight ? "end" : "start"}>{names[series]}</text>
    );
  });
}

/**
 * One picture with axes. `extent` is { x, y, width, height, log, logX }; children is a function of the scales, drawn
 * inside the axes; `over` another, drawn on top and allowed to leave them. `onPoint(point)` hears clicks.
 * `named`: with the curves' names at their ends, or, if "corner", in the upper right corner, which noise leaves free.
 */
export function Panel({ extent, title, label, xLabel, yLabel, role = "img", onPoint, over, guess, named, children, ...rest }) {
  const s = scales(extent);
  const [left, right] = s.x.range();
  const [bottom, top] = s.y.range();
  const spare = over || onPoint ? 0 : MARK; // a mark at a curve's end is whole; a map ends where its axes do
  const drawn = children(s);
  const click = onPoint && ((event) => onPoint(pointAt(event, s)));
  return (
    <div class="ravine-frame">
      <svg {...rest} viewBox={`0 0 ${s.width} ${s.height}`} role={role} aria-label={label ?? title}>
        <text class="ravine-title" x={left} y={top - 10}>{title}</text>
        <svg x={left} y={top} width={right - left + spare} height={bottom - top} onClick={click}
          viewBox={`${left} ${top} ${right - left + spare} ${bottom - top}`}>
          <rect class="ravine-ground" x={left} y={top} width={right - left} height={bottom - top} />
          {drawn}
        </svg>
        {xAxis(s.x.domain(), s.x.range(), bottom, xLabel, extent.logX)}
        {yAxis(s.y.domain(), s.y.range(), left, yLabel, extent.log)}
        {named && <Names.Consumer>{(names) => <NamesAtEnds drawn={drawn} s={s} names={names} corner={named === "corner"} />}</Names.Consumer>}
        {over?.(s)}
        {guess && <Guess.Consumer>{(guessed) => guessed && <GuessedPlace guess={guessed} s={s} />}</Guess.Consumer>}
      </svg>
    </div>
  );
}

const AXES = 64; // of a page's panels, which mostly stay as they are from frame to frame

const xAxis = memo((domain, [left, right], y, label, log) => {
  const scale = scaleOf(log, domain, [left, right]);
  return (
    <g class="ravine-axis" aria-hidden="true">
      <path d={`M${left} ${y}H${right}`} />
      {(log ? powersOfTen(domain) : scale.ticks(5)).map((tick) => (
        <g key={tick}>
          <path d={`M${scale(tick)} ${y}v4`} />
          <text x={scale(tick)} y={y + 16} text-anchor="middle">
            {log ? powerOfTen(Math.round(Math.log10(tick))) : format(tick)}
          </text>
        </g>
      ))}
      <text class="ravine-axis-label" x={right} y={y + 33} text-anchor="end">{label}</text>
    </g>
  );
}, AXES);

const yAxis = memo((domain, [bottom, top], x, label, log) => {
  const scale = scaleOf(log, domain, [bottom, top]);
  const ticks = log ? powersOfTen(domain) : scale.ticks(5);
  const words = ticks.map((tick) => (log ? powerOfTen(Math.round(Math.log10(tick))) : format(tick)));
  const free = x - 12 - wide(Math.max(...words.map(({ length }) => length))); // beside the longest of them
  return (
    <g class="ravine-axis" aria-hidden="true">
      <path d={`M${x} ${bottom}V${top}`} />
      {ticks.map((tick, i) => (
        <g key={tick}>
          <path d={`M${x} ${scale(tick)}h-4`} />
          <text x={x - 7} y={scale(tick)} dy="0.32em" text-anchor="end">{words[i]}</text>
        </g>
      ))}
      <text class="ravine-axis-label" transform={`translate(${Math.min(11, free)} ${top}) rotate(-90)`} text-anchor="end">{label}</text>
    </g>
  );
}, AXES);

/** At most six powers of ten inside [low, high]. */
export function powersOfTen([low, high]) {
  const [first, last] = [Math.ceil(Math.log10(low) - 1e-9), Math.floor(Math.log10(high) + 1e-9)];
  const stride = Math.max(1, Math.ceil((last - first + 1) / 6));
  const exponents = [];
  for (let e = last; e >= first; e -= stride) exponents.push(e);
  return exponents.map((e) => Number(`1e${e}`));
}

// A path that has run away is drawn as far as its first point this far outside the picture.
const FAR = 1e4;

/** Numbers on a scale, which itself asks more of every one: a frame of the race places seven thousand points. */
function along(scale, numbers) {
  const isLog = "base" in scale;
  const [low, high] = scale.domain().map(isLog ? Math.log : Number);
  const [start, end] = scale.range();
  const slope = (end - start) / (high - low);
  const placed = new Float64Array(numbers.length);
  for (let i = 0; i < numbers.length; i += 1) placed[i] = start + slope * ((isLog ? Math.log(numbers[i]) : numbers[i]) - low);
  return placed;
}

/** How many points of columns there are up to where they stop being finite or run away. */
function inReach(x, y) {
  for (let i = 0; i < x.length; i += 1) {
    const far = Math.max(Math.abs(x[i]), Math.abs(y[i]));
    if (!(far <= FAR)) return Number.isFinite(far) ? i + 1 : i;
  }
  return x.length;
}

const lastPlaced = new WeakMap(); // a curve and its name ask for the same

/** Points of the plane → picture units, in columns { x, y, length } as far as they are in reach. */
function place(points, s) {
  const before = lastPlaced.get(points);
  if (before?.s === s) return before.placed;
  const given = points instanceof Columns ? points : Columns.of(points);
  const [x, y] = [along(s.x, given.x), along(s.y, given.y)];
  const placed = { x, y, length: inReach(x, y) };
  lastPlaced.set(points, { s, placed });
  return placed;
}

/** What a curve through points [[x, y], …] or `Columns` looks like, as the `points` of a polyline. */
function corners(points, s) {
  const placed = place(points, s);
  return cornersOf(placed, sparse(placed));
}

/** The same as the `d` of a path, for what a figure draws with a class of its own. */
export const pathAlong = (points, s) => pathThrough(corners(points, s));

/**
 * A curve through points [[x, y], …] or `Columns`; `series` names its colour and dash in the style sheet. A polyline: a
 * path's `d` is a style, for which a browser would look up all its styles anew in every frame.
 */
export const Curve = ({ points, s, series, ...rest }) =>
  <polyline class={`ravine-curve ravine-${series}`} points={corners(points, s)} {...rest} />;

/** One dot a point: a single path of zero-length strokes with round ends. */
export function Dots({ points, s, series }) {
  const placed = place(points, s);
  const dot = (i) => `M${placed.x[i].toFixed(1)} ${placed.y[i].toFixed(1)}h0`;
  return <path class={`ravine-dots ravine-${series}`} d={scattered(placed).map(dot).join("")} />;
}

/** A ball, ring or other single mark. */
export const Mark = ({ point, s, series, r = 5, hollow = false }) => {
  const { x: [x], y: [y], length } = place([point], s);
  return length > 0 && <circle class={`${hollow ? "ravine-ring" : "ravine-mark"} ravine-${series}`} cx={x} cy={y} r={r} />;
};

/** An arrow from a point along a vector, both in the units of the axes; too short an arrow is left out. */
export function Arrow({ from, along, s, series }) {
  const ends = place([from, [from[0] + along[0], from[1] + along[1]]], s);
  if (ends.length < 2) return null;
  const { x: [x0, x1], y: [y0, y1] } = ends;
  const length = Math.hypot(x1 - x0, y1 - y0);
  if (length < 2) return null;
  const head = Math.min(7, length);
  const [ux, uy] = [(x1 - x0) / length, (y1 - y0) / length];
  const wing = (side) => `${x1 - head * (ux + side * 0.5 * uy)} ${y1 - head * (uy - side * 0.5 * ux)}`;
  return (
    <path class={`ravine-arrow ravine-${series}`} d={`M${x0} ${y0}L${x1} ${y1}M${wing(1)}L${x1} ${y1}L${wing(-1)}`} />
  );
}

/** The values of f on a grid over the extent and `around` cells beyond it, row by row from the lower edge. */
function sample(f, { x, y }, columns, rows, around = 0) {
  const wide = columns + 2 * around;
  const values = new Float64Array(wide * (rows + 2 * around));
  const at = ([low, high], cell, cells) => low + ((cell - around + 0.5) / cells) * (high - low);
  for (let k = 0; k < values.length; k += 1)
    values[k] = f([at(x, k % wide, columns), at(y, Math.floor(k / wide), rows)]);
  return values;
}

/**
 * The SVG paths of the regions where f ≥ each threshold, in picture units. A region is closed along the outermost
 * cells: `around` puts them that far outside the picture, where f must have values too. Points of an outline nearer
 * than `tolerance` to a line between others are left out.
 */
export function regions(f, extent, thresholds, { columns = 64, rows = 52, around = 0, tolerance = 0.5 } = {}) {
  const { x, y } = scales({ ...extent, log: false });
  const [left, right] = x.range();
  const [bottom, top] = y.range();
  const place = ([i, j]) =>
    [left + ((i - around) / columns) * (right - left), bottom + ((j - around) / rows) * (top - bottom)];
  const outline = (ring) => {
    const { x, y } = Columns.of(thinned(ring.map(place), tolerance));
    return `${pathThrough(cornersOf({ x, y }, x.keys()))}Z`;
  };
  const values = sample(f, extent, columns, rows, around);
  return contours().size([columns + 2 * around, rows + 2 * around]).thresholds(thresholds)(values).map(({ coordinates }) =>
    coordinates.flatMap((polygon) => polygon.map(outline)).join(""),
  );
}

/** A word or two in a picture, at a point of its axes and `beside` it; `anchor` is "start", "middle" or "end". */
export const Note = ({ at, s, anchor = "start", beside = [0, 0], series, children }) => (
  <text class={series ? `ravine-note ravine-end ravine-${series}` : "ravine-note"} x={s.x(at[0]) + beside[0]} y={s.y(at[1]) + beside[1]} text-anchor={anchor}>{children}</text>
);

/** Levels that crowd towards the lowest value: evenly spaced rings on a quadratic for power 2. */
function levels(values, count, power) {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return Array.from({ length: count }, (_, k) => low + (high - low) * ((k + 0.5) / count) ** power);
}

/** A cross, which marks the minimum that a method looks for. */
export const Cross = ({ point, s }) => <path class="ravine-cross" d={`M${s.x(point[0]) - 6} ${s.y(point[1])}h12m-6 -6v12`} />;

/** A function from (surface's JSON, extent) to the drawn contours, with the minima marked; computed once for each. */
export const contourLayer = (makeSurface) =>
  memo((fields, extent, power = 2) => {
    const { value, minima, grid } = makeSurface(fields);
    const thresholds = levels(sample(value, extent, 32, 26), 12, power);
    const s = scales(extent);
    return (
      <g aria-hidden="true">
        <g class="ravine-contours">
          {regions(value, extent, thresholds, { around: 2, ...grid }).map((d, i) => <path key={i} d={d} />)}
        </g>
        {minima.map((point) => <Cross key={point} point={point} s={s} />)}
      </g>
    );
  });

/** The point of the axes under a pointer event. */
function pointAt(event, { x, y }) {
  const svg = event.currentTarget.ownerSVGElement?.closest(".ravine-panel") ?? event.currentTarget.closest(".ravine-panel");
  const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
  return [x.invert(at.x), y.invert(at.y)];
}

const ARROW_KEYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

/**
 * A point to be dragged by mouse, pen, touch or arrow keys (with Shift ten times finer), kept inside the axes; an
 * `upright` one goes up and down alone.
 * Chromium does not heed `touch-action` inside a picture: a finger on the handle would scroll the page.
 */
export function Handle({ point, s, label, onMove, series = "start", upright = false }) {
  const within = (value, [low, high]) => Math.min(Math.max(value, low), high);
  const move = ([x, y]) => {
    const to = [within(x, s.x.domain()), within(y, s.y.domain())].map((v) => Number(v.toPrecision(4)));
    onMove(upright ? [point[0], to[1]] : to);
  };
  const drag = (event) => event.currentTarget.hasPointerCapture(event.pointerId) && move(pointAt(event, s));
  const press = (event) => {
    event.currentTarget.setPointerCapture(event.pointerId);
    event.currentTarget.focus();
    event.preventDefault();
  };
  const key = (event) => {
    const direction = ARROW_KEYS[event.key];
    if (!direction) return;
    event.preventDefault();
    const stride = event.shiftKey ? 400 : 40;
    const along = (axis, v, way) => axis.invert(axis(v) + (way * (axis.range()[1] - axis.range()[0])) / stride);
    move([along(s.x, point[0], direction[0]), along(s.y, point[1], direction[1])]);
  };
  const [cx, cy] = [s.x(point[0]), s.y(point[1])];
  const [low, high] = (upright ? s.y : s.x).domain();
  return (
    <g class={`ravine-handle ravine-${series}`} tabindex="0" role="slider" aria-label={label}
      aria-valuetext={upright ? format(point[1]) : formatPoint(point)} aria-valuenow={point[upright ? 1 : 0]}
      aria-valuemin={low} aria-valuemax={high}
      onPointerDown={press} onPointerMove={drag} onKeyDown={key} onClick={(event) => event.stopPropagation()}
      onTouchStart={(event) => event.preventDefault()}>
      <circle class="ravine-reach" cx={cx} cy={cy} r={22} />
      <circle class="ravine-grip" cx={cx} cy={cy} r={8} />
    </g>
  );
}
