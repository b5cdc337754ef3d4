// Your answers: along in the chapter's notebook, as one file, and back from either.

import { useReducer } from "preact/hooks";
import { forNotebook } from "./course.js";
import { compared, exported, imported, LARGEST, takeOver } from "./exchange.js";
import { asFile, filled } from "./notebook.js";
import { fill } from "./text.js";

const words = RAVINE_WORDS;
const merge = (state, changes) => ({ ...state, ...changes });

/** Give the reader a file. */
function download(name, text, type) {
  const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(new Blob([text], { type })), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

export function Hand({ site, assignment }) {
  const { tasks, answers, root } = site;
  const [{ said, pending }, change] = useReducer(merge, { said: "", pending: null });
  const say = (sentence, given = {}) => change({ said: fill(words[sentence], given), pending: null });

  const takeAlong = async () => {
    const texts = forNotebook(assignment, tasks, answers);
    const all = Object.values(tasks).filter((task) => task.assignment === assignment).length;
    const number = Object.keys(texts).length;
    if (!number) return say("nothingYet");
    try {
      const notebook = await (await fetch(new URL(`downloads/${assignment}.ipynb`, root))).json();
      download(`${assignment}.ipynb`, asFile(filled(notebook, texts)), "application/x-ipynb+json");
      say("tookAlong", { file: `${assignment}.ipynb`, number, all });
    } catch (error) {
      say("noNotebook", { why: error.message });
    }
  };

  const saveAll = () => {
    const all = answers.all();
    if (!all.length) return say("nothingYet");
    download("ravine-answers.json", exported(all), "application/json");
    say("saved", { file: "ravine-answers.json", number: all.length });
  };

  const taken = (found, unknown) => {
    const kept = takeOver(found, tasks, answers);
    const more = unknown ? ` ${fill(words.unknownLeft, { number: unknown })}` : "";
    const sentence = !kept && answers.lasting ? words.full : found.length ? fill(words.opened, { taken: found.length }) : words.openedNone;
    change({ said: sentence + more, pending: null });
    dispatchEvent(new Event("ravine-answers"));
    dispatchEvent(new Event("ravine-taken")); // open boxes show the new text
  };

  const openFile = async ({ currentTarget: input }) => {
    const [file] = input.files;
    if (!file) return;
    try {
      if (file.size > LARGEST) throw new Error("tooLarge");
      const { fresh, differing, unknown } = compared(imported(await file.text()), tasks, answers);
      if (differing.length) change({ said: "", pending: { fresh, differing, unknown } });
      else taken(fresh, unknown);
    } catch (error) {
      say("noFile", { file: file.name, why: words[error.message] ?? error.message });
    }
    input.value = "";
  };

  return (
    <>
      <p>{words.takeAlongHow}</p>
      <div class="ravine-tools">
        <button type="button" class="ravine-first" onClick={takeAlong}>{words.takeAlong}</button>
        <button type="button" onClick={saveAll}>{words.saveAll}</button>
        <label class="ravine-file">{words.open}<input type="file" accept=".ipynb,.json,application/json" onChange={openFile} /></label>
      </div>
      <div role="status" aria-live="polite">
        {said && <p>{said}</p>}
        {pending && <Differ {...pending} taken={taken} />}
      </div>
    </>
  );
}

function Differ({ fresh, differing, unknown, taken }) {
  const names = differing.map(({ name }) => name).join(", ");
  return (
    <div class="ravine-remark">
      <p>{fill(words.differ, { number: differing.length, names })}</p>
      <div class="ravine-tools">
        <button type="button" onClick={() => taken([...fresh, ...differing], unknown)}>{words.takeTheirs}</button>
        <button type="button" onClick={() => taken(fresh, unknown)}>{words.keepMine}</button>
      </div>
    </div>
  );
}
