// What a box loads when it is opened. `site` is shared by all boxes of a page: { root, folder, answers, check, tasks }.

import { render } from "preact";
import { Bench } from "./bench.jsx";
import { Hand } from "./hand.jsx";
import { Engine } from "./engine.js";
import { Own } from "./own.jsx";

/** Fill an opened box. */
export function open(details, site) {
  site.engine ??= new Engine({
    base: new URL("_static/", site.root), words: RAVINE_ENGINE_WORDS, onprogress: (told) => site.hear?.(told),
  });
  const bench = details.querySelector(".ravine-bench");
  const place = document.createElement("div");
  place.className = "ravine-bench";
  render(inside(details, site), place);
  bench.replaceWith(place);
}

function inside({ dataset, classList }, site) {
  if (classList.contains("ravine-answers")) return <Hand site={site} assignment={dataset.assignment} />;
  if (classList.contains("ravine-own")) return <Own site={site} figure={dataset.figure} />;
  return <Bench site={site} name={dataset.exercise} />;
}
