// An Answer of the engine on paper. Every text of the student's is set as text. After a wrong answer hints come one by
// one: where it differs, why, the smallest example, and the section to read.

import { useState } from "preact/hooks";
import { fill } from "./text.js";

const words = RAVINE_WORDS;

/** The hints of an answer, in the order in which they are given: { name, inside }. */
export const hintsOf = ({ difference, reason, example, section }) => [
  difference && { name: "where", inside: <pre>{difference.trim()}</pre> },
  reason && { name: "why", inside: <p>{reason}</p> },
  example && { name: "example", inside: <pre>{[example.call, ...example.inputs].join("\n")}</pre> },
  section && { name: "section", inside: <p><a href={section.href}>{section.title || words.readOn}</a></p> },
].filter(Boolean);

export const Notebook = ({ site, task }) => (
  <a href={new URL(`downloads/${task.assignment}.ipynb`, site.root).href}>{words.notebook}</a>
);

export function Answered({ answer, task, site, stale, goTo }) {
  const { verdict, summary, text, parts, notes, printed, line } = answer;
  const hints = verdict === "wrong" ? hintsOf(answer) : [];
  return (
    <div class={`ravine-answer ravine-answer-${verdict.replace(" ", "-")}`}>
      {stale && <p class="ravine-keys">{words.stale}</p>}
      <p class="ravine-verdict">{hints.length ? summary : text}</p>
      {verdict === "wrong" && parts.length > 1 && (
        <ul class="ravine-parts">
          {parts.map(({ name, passed }) => <li key={name}>{passed ? "✓" : "✗"} {name}</li>)}
        </ul>
      )}
      <Hints hints={hints} />
      {line && !stale && <p><button type="button" class="ravine-plain" onClick={() => goTo(line)}>{fill(words.goTo, { line })}</button></p>}
      {notes.map((note) => <p key={note}>{note}</p>)}
      {printed && <details><summary>{words.printed}</summary><pre tabIndex={0}>{printed}</pre></details>}
      {verdict === "right" && <p class="ravine-keys">{words.notMarked}</p>}
      {verdict === "unavailable" && <p>{words.solveIn} <Notebook site={site} task={task} />.</p>}
    </div>
  );
}

function Hints({ hints }) {
  const [given, setGiven] = useState(1);
  const next = hints[given];
  return (
    <>
      {hints.slice(0, given).map(({ name, inside }) => (
        <section key={name} class="ravine-hint"><p class="ravine-hint-name">{words[name]}</p>{inside}</section>
      ))}
      {next && (
        <button type="button" class="ravine-plain" onClick={() => setGiven(given + 1)}>
          {fill(words.hint, { hint: words[next.name].toLowerCase() })}
        </button>
      )}
    </>
  );
}
