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

async function start(figure) {
  const { render } = await loadFigure(figure.dataset.plot);
  const state = JSON.parse(figure.querySelector('script[type="application/json"]').textContent);
  const model = new Model({ ...state, ...readHash(figure.id, state) });
  const el = figure.querySelector(".ravine-view");
  el.replaceChildren();
  render({ model, el, id: figure.id, permalink: () => writeHash(figure.id, model, state) });
  addEventListener("hashchange", () => {
    for (const [name, value] of Object.entries(readHash(figure.id, state))) model.set(name, value);
  });
  figure.dataset.live = "true";
}

/** Starts figures shortly before they come into view. */
function startWhenNear(found) {
  const observer = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      if (!isIntersecting) continue;
      observer.unobserve(target);
      start(target);
    }
  }, { rootMargin: "400px" });
  found.forEach((figure) => observer.observe(figure));
}

/** A permalink names a figure in a way that the browser itself does not scroll to. */
const scrollToLinked = () =>
  document.getElementById(location.hash.slice(1).split("?")[0])?.closest("figure.ravine-plot")?.scrollIntoView();

startWhenNear(document.querySelectorAll("figure.ravine-plot"));
if (location.hash.includes("?")) scrollToLinked();
