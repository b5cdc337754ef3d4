// Draw it: a student's own step in the plots of the page that show its method, beside the reference path. A figure
// says which exercises it can draw in data-draws, and its definition, in `walk`, over what (ravine/plots/js/kit).

import { fill } from "./text.js";

const words = RAVINE_WORDS;
const PAUSE = 60; // ms in which a slider may move on before the path is asked for again

export const figuresFor = (name) => [...document.querySelectorAll(`figure.ravine-plot[data-draws~="${name}"]`)];

export const drawable = (name) => figuresFor(name).length > 0;

/** What the legend calls the path: whose it is, and where it is a known wrong one, which. */
export const labelOf = (name, { misconception }) =>
  fill(misconception ? words.yoursWrong : words.yours, { name, why: misconception });

/**
 * Draw the path of `name` in `figures`, and again when their sliders move. `walk({ surface, start, parameters, steps })`
 * asks the engine; `drawn(label)` hears of each path. Returns the last Answer, null where no figure has a place for it.
 */
export async function drawIn(name, walk, drawn, figures = figuresFor(name)) {
  let answer = null;
  for (const figure of figures) {
    await figure.wake();
    const found = await follow(figure, name, walk);
    if (!found) continue;
    answer = found;
    if (!answer.points.length) return answer;
    drawn(labelOf(name, answer));
  }
  if (answer) nearest(figures).scrollIntoView({ block: "nearest", behavior: "smooth" });
  return answer;
}

/** The figure that is least far from where the reader is. */
const nearest = (figures) => {
  const distance = (figure) => Math.abs(figure.getBoundingClientRect().top);
  return figures.reduce((best, figure) => (distance(figure) < distance(best) ? figure : best));
};

/** Draw in one figure, now and whenever it changes; another path in it ends this one. */
async function follow(figure, name, walk) {
  const { model, definition } = figure.ravine;
  figure.ravine.leave?.();
  let [asked, timer] = ["", 0];
  const draw = async () => {
    const p = Object.fromEntries(model.get("parameters").map((each) => [each, model.get(each)]));
    const way = definition.walk(name, p);
    const now = JSON.stringify(way);
    if (now === asked) return null;
    asked = now;
    const answer = way && await walk(way);
    if (now === asked) show(model, name, answer);
    return answer;
  };
  const changed = () => { clearTimeout(timer); timer = setTimeout(draw, PAUSE); };
  figure.ravine.leave = () => { clearTimeout(timer); model.off("change", changed); };
  const answer = await draw();
  model.on("change", changed);
  return answer;
}

function show(model, name, answer) {
  model.set("trajectory", answer?.points.length ? answer.points : null);
  if (answer) model.set("words", { ...model.get("words"), yours: labelOf(name, answer) });
}
