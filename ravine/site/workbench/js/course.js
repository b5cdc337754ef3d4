// What the exercises of the course are to one another: which text stands for an answer, and which come before it.
// `tasks` is { name: { assignment, kind, title, version, start, page } } in the order of the notebooks.

/** The text a student has written, or null. Of the parts that others build on: all other answers, until they are written. */
export function written(name, tasks, answers) {
  const kept = answers.get(name, tasks[name].version)?.source;
  if (kept !== undefined) return kept;
  return tasks[name].kind === "parts" ? gathered(name, tasks, answers) : null;
}

/** The answers of all other notebooks, as one text. */
function gathered(parts, tasks, answers) {
  const others = Object.keys(tasks).filter((name) => tasks[name].assignment !== tasks[parts].assignment && tasks[name].kind === "code");
  const texts = others.map((name) => written(name, tasks, answers)).filter((text) => text !== null);
  return texts.length ? texts.map((text) => text.trimEnd()).join("\n\n\n") : null;
}

const names = (text, name) => new RegExp(`\\b${name}\\b`).test(text);

/**
 * The answers that a source builds on, as in the notebook: those of the cells above that it names, and what those name.
 * Others stay out, so that a half-written one is in nobody's way. Parts are all taken.
 */
export function earlier(name, source, tasks, answers) {
  const own = Object.keys(tasks).filter((other) => tasks[other].assignment === tasks[name].assignment && tasks[other].kind !== "written");
  const found = [];
  for (const exercise of own.slice(0, own.indexOf(name)).reverse()) {
    const text = written(exercise, tasks, answers);
    const wanted = tasks[exercise].kind === "parts" || [source, ...found.map((one) => one.source)].some((used) => names(used, exercise));
    if (text !== null && wanted) found.unshift({ exercise, source: text });
  }
  return found;
}

/** All that is written for a notebook, { exercise: text }. */
export function forNotebook(assignment, tasks, answers) {
  const own = Object.keys(tasks).filter((name) => tasks[name].assignment === assignment);
  const texts = own.map((name) => [name, written(name, tasks, answers)]);
  return Object.fromEntries(texts.filter(([, text]) => text !== null));
}
