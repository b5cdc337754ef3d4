// The live plots on a page of the site: finds every <figure class="ravine-plot">, and gives its module a model that
// holds the state written in the page. No kernel, no widget manager.

import { loadFigure } from "./figures.js";
import { readHash, writeHash } from "./kit/permalink.js";

/** What an anywidget's render needs of a model: get, set, on, off, save_changes. */
export class Model {
  constructor(state) {
    this.state = { ...state };
    this.listeners = new Set();
  }
  get(name) { return this.state[name]; }
  set(name, value) {
    if (Object.is(this.state[name], value)) return;
    this.state[name] = value;
    for (const listener of this.listeners) listener();
  }
  on(_, listener) { this.listeners.add(listener); }
  off(_, listener) { this.listeners.delete(listener); }
  save_changes() {}
}

/** The state that the address tells, if it tells one that the figure can compute. */
function linkedState({ compute }, id, state) {
  const linked = readHash(id, state);
  try {
    if (linked) compute(linked);
    return linked;
  } catch {
    return null;
  }
}

/** Draws the figure beside its still picture, which it replaces only when that has succeeded. */
async function start(figure, state) {
  const { id } = figure;
  const { definition, render } = await loadFigure(figure.dataset.plot);
  const model = new Model({ ...state, ...linkedState(definition, id, state) });
  const still = figure.querySelector(".ravine-view");
  const el = still.cloneNode(false);
  let actions;
  const ready = (all) => { actions = all; };
  render({ model, el, id, first: state, permalink: () => writeHash(id, model, state), ready });
  still.replaceWith(el);
  if (figure.dataset.plays && !readHash(id, state)) playWhenSeen(figure, actions);
  addEventListener("hashchange", () => {
    for (const [name, value] of Object.entries(linkedState(definition, id, state) ?? {})) model.set(name, value);
  });
  figure.ravine = { model, definition }; // for a path of the reader's own (ravine/site/workbench/js/draw.js)
  figure.dataset.live = "true";
}

const TIME_TO_GUESS = 3000; // ms, where a figure asks for one

/** Plays a figure once when most of its picture is seen, unless motion is unwelcome or somebody was faster. */
function playWhenSeen(figure, { play, goTo }) {
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
  let waiting;
  const observer = new IntersectionObserver(([{ isIntersecting }]) => {
    if (!isIntersecting) return;
    observer.disconnect();
    waiting = setTimeout(play, figure.querySelector(".ravine-favourite") ? TIME_TO_GUESS : 0);
  }, { threshold: 0.6 });
  goTo(0);
  observer.observe(figure.querySelector(".ravine-panel"));
  const leaveIt = () => { observer.disconnect(); clearTimeout(waiting); };
  for (const event of ["pointerdown", "keydown"]) figure.addEventListener(event, leaveIt, { once: true });
}

/** Starts a figure; one that fails stays the picture that it is, without what would not answer, and says so. */
async function wake(figure) {
  const state = JSON.parse(figure.querySelector('script[type="application/json"]').textContent);
  state.words = { ...RAVINE_WORDS, ...state.words };
  try {
    await start(figure, state);
  } catch (error) {
    figure.dataset.failed = "true";
    figure.querySelector("figcaption").append(` ${state.words.failed}`);
    throw error;
  }
}

/** Starts figures shortly before they come into view. */
function wakeWhenNear(found) {
  const observer = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      if (!isIntersecting) continue;
      observer.unobserve(target);
      target.wake();
    }
  }, { rootMargin: "400px" });
  for (const figure of found) {
    let awake;
    figure.wake = () => (awake ??= wake(figure));
    observer.observe(figure);
  }
}

/** A link to a state names a figure in a way that the browser itself does not scroll to. */
function scrollToLinked() {
  if (!location.hash.includes("?")) return;
  const figure = document.getElementById(location.hash.slice(1).split("?")[0])?.closest("figure.ravine-plot");
  figure?.scrollIntoView({ block: figure.offsetHeight < innerHeight ? "nearest" : "start" });
}

function begin() {
  wakeWhenNear(document.querySelectorAll("figure.ravine-plot"));
  scrollToLinked();
  addEventListener("hashchange", scrollToLinked);
}

if (document.readyState === "loading") addEventListener("DOMContentLoaded", begin);
else begin();
