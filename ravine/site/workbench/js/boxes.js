// On every page: shows which exercises are solved, in boxes, side bar and chapter map, and loads the workbench when a
// reader opens a box. Nothing is run here. A classic script, since a page opened from a file may load no module.

import { Answers, isSolved } from "./storage.js";
import { fill } from "./text.js";

const words = RAVINE_WORDS;
const folder = new URL(".", document.currentScript.src);
const root = new URL(document.documentElement.dataset.content_root ?? "./", document.baseURI);
const answers = new Answers();
const BOXES = "details.ravine-exercise, details.ravine-answers, details.ravine-own";

// ---- opening

let site; // what all boxes of the page share, asked for once
const load = () => (site ??= fetch(new URL("exercises.json", folder))
  .then((list) => list.json())
  .then(({ check, tasks }) => ({ root, folder, answers, check, tasks })));

async function open(details) {
  if (details.dataset.opened || !details.open) return;
  details.dataset.opened = "true";
  const bench = details.querySelector(".ravine-bench");
  if (location.protocol === "file:") return explain(bench, words.file);
  try {
    const [workbench, shared] = await Promise.all([import(new URL(RAVINE_WORKBENCH, folder)), load()]);
    workbench.open(details, shared);
  } catch (error) {
    site = undefined;
    delete details.dataset.opened; // closing and opening tries again
    explain(bench, fill(words.failed, { why: error.message }));
  }
}

/** A sentence, before the link to the notebook if the page has one there. */
function explain(bench, sentence) {
  const link = bench.querySelector("p:last-of-type") ?? bench.appendChild(document.createElement("p"));
  link.replaceChildren(`${sentence} `, ...link.querySelectorAll("a"));
  link.setAttribute("role", "status");
}

/** A link to a box opens it. */
function openLinked() {
  const linked = location.hash.startsWith("#exercise-") && document.getElementById(location.hash.slice(1));
  if (linked) linked.open = true;
}

// ---- what is solved

const stateOf = ({ exercise, version }) => {
  const answer = answers.get(exercise, version);
  return !answer ? "" : isSolved(answer) ? "solved" : "begun";
};

function markBoxes() {
  for (const box of document.querySelectorAll("details.ravine-exercise")) {
    const state = stateOf(box.dataset);
    box.dataset.state = state;
    box.querySelector(".ravine-state").textContent = words[state] ?? "";
  }
}

/** By page, how many of its exercises that check() answers are solved. */
const countByPage = (tasks) => {
  const pages = new Map();
  for (const [exercise, { page, kind, version }] of Object.entries(tasks)) {
    if (kind !== "code") continue;
    const count = pages.get(page) ?? { all: 0, solved: 0 };
    pages.set(page, { all: count.all + 1, solved: count.solved + (stateOf({ exercise, version }) === "solved") });
  }
  return pages;
};

const pageOf = (link) => link.pathname.slice(root.pathname.length).replace(/\.html$/, "");

async function markChapters() {
  if (!answers.all().some(isSolved) && !document.querySelector(".ravine-solved")) return;
  if (location.protocol === "file:") return;
  const { tasks } = await load();
  const pages = countByPage(tasks);
  const links = [...document.querySelectorAll("nav.bd-links a[href], .chapter-map .title a[href]")];
  const own = ({ hash, protocol }) => !hash && protocol === location.protocol;
  for (const link of links.filter(own)) markChapter(link, pages.get(pageOf(link)));
}

function markChapter(link, { solved, all } = { solved: 0 }) {
  link.parentElement.querySelector(":scope > .ravine-solved")?.remove();
  if (!solved) return;
  const mark = document.createElement("span");
  mark.className = "ravine-solved";
  mark.textContent = fill(words.solvedOf, { solved, all });
  mark.title = fill(words.solvedOfLong, { solved, all });
  link.after(mark);
}

function mark() {
  markBoxes();
  markChapters();
}

document.addEventListener("toggle", ({ target }) => target.matches?.(BOXES) && open(target), true);
addEventListener("hashchange", openLinked);
addEventListener("storage", mark);
addEventListener("ravine-answers", mark);
mark();
openLinked();
for (const details of document.querySelectorAll(BOXES)) open(details); // those that the browser opened
