// The inside of an exercise box: the editor, what can be done with the text, and the answer.

import { useEffect, useReducer, useRef } from "preact/hooks";
import { Answered, Notebook } from "./answered.jsx";
import { earlier, written } from "./course.js";
import { drawIn, drawable } from "./draw.js";
import { openEditor } from "./editor.js";
import { fill } from "./text.js";

const words = RAVINE_WORDS;
const LOADING = ["core", "numpy", "exercises"]; // parts of Python, as the engine names them
const merge = (state, changes) => ({ ...state, ...changes });
const tell = () => dispatchEvent(new Event("ravine-answers")); // boxes.js marks what is solved

/** What the box begins with: the text, and the sentences that must be said about it. */
function beginning({ answers, tasks }, name) {
  const { version, start } = tasks[name];
  const damaged = answers.rescue(name, version);
  const own = written(name, tasks, answers);
  const older = own === null ? answers.older(name, version) : null;
  return {
    text: own ?? older?.source ?? start,
    notes: [damaged && "damaged", older && "older", !answers.lasting && "noStorage"].filter(Boolean),
    two: answers.aside(name, version) !== null,
    other: null, busy: null, told: "", share: null, answer: null, asked: null, drawn: "", sure: false,
  };
}

export function Bench({ site, name }) {
  const { answers, tasks } = site;
  const task = tasks[name];
  const [state, change] = useReducer(merge, null, () => beginning(site, name));
  const [place, editor, latest] = [useRef(), useRef(), useRef()];
  latest.current = state;
  const id = `ravine-keys-${name}`;

  /** Keep the text; while another tab's stands unanswered, beside it. */
  const keep = (text, solved = answers.get(name, task.version)?.solved) => {
    const kept = latest.current.other === null
      ? answers.set(name, task.version, { source: text, solved })
      : answers.setAside(name, task.version, text);
    const notes = latest.current.notes.filter((note) => !["damaged", "full"].includes(note));
    change({ text, notes: kept || !answers.lasting ? notes : [...notes, "full"] });
    tell();
  };

  const show = (text) => { editor.current.text = text; }; // the editor tells of the change, and it is kept

  useEffect(() => {
    editor.current = openEditor({
      parent: place.current, text: state.text, code: task.kind !== "written", describedBy: id,
      label: fill(task.kind === "written" ? words.writing : words.editor, { name, title: task.title }),
      onchange: (text) => keep(text),
      oncheck: () => actions.check?.(),
    });
  }, []);

  useEffect(() => { // another tab has written
    const hear = ({ key, newValue }) => {
      if (key !== `ravine:answer:${name}:${task.version}` || newValue === null) return;
      const theirs = answers.get(name, task.version)?.source;
      if (theirs !== undefined && theirs !== latest.current.text) change({ other: theirs });
    };
    const taken = () => { // from a file
      const text = written(name, tasks, answers);
      if (text !== null && text !== latest.current.text) show(text);
    };
    addEventListener("storage", hear);
    addEventListener("ravine-taken", taken);
    return () => {
      removeEventListener("storage", hear);
      removeEventListener("ravine-taken", taken);
    };
  }, []);

  const ask = async (busy, question) => {
    const source = editor.current.text;
    change({ busy, told: site.engine.ready ? "" : words.loading, drawn: "" });
    site.hear = ({ part, sentence, share }) => change({ told: sentence, share: LOADING.includes(part) ? share : null });
    const answer = await question(source);
    if (!answer) return change({ busy: null, told: "", share: null, answer: null, drawn: words.notHere });
    change({ busy: null, told: "", share: null, answer, asked: source });
    if (answer.verdict === "right" && latest.current.other === null && source === latest.current.text) keep(source, source);
  };
  const given = (source) => ({ exercise: name, source, earlier: earlier(name, source, tasks, answers) });
  const walk = (source) => (way) => site.engine.path({ ...given(source), ...way });
  const drawn = (label) => change({ drawn: fill(words.drawn, { label }) });
  const checks = site.check && task.kind === "code";
  const actions = {
    check: checks && (() => latest.current.busy || ask("checking", (source) => site.engine.check(given(source)))),
    draw: checks && drawable(name) && (() => ask("drawing", (source) => drawIn(name, walk(source), drawn))),
    stop() {
      editor.current.focus();
      site.engine.stop();
    },
    again() {
      answers.forgetAside(name, task.version);
      show(task.start);
      answers.forget(name, task.version);
      change({ sure: false, answer: null, drawn: "", two: false, notes: state.notes.filter((note) => note === "noStorage") });
      tell();
      editor.current.focus();
    },
    takeOther() {
      const theirs = state.other ?? answers.aside(name, task.version).source;
      answers.setAside(name, task.version, state.text);
      latest.current = { ...latest.current, other: null };
      change({ other: null, two: true });
      show(theirs);
    },
    keepThis() {
      if (state.other !== null) answers.setAside(name, task.version, state.other);
      else answers.forgetAside(name, task.version);
      latest.current = { ...latest.current, other: null };
      change({ other: null, two: state.other !== null });
      keep(state.text);
    },
  };

  return (
    <>
      {state.notes.map((note) => <p key={note} class="ravine-remark">{words[note]}</p>)}
      {(state.other !== null || state.two) && <TwoTexts unanswered={state.other !== null} {...actions} />}
      <div class="ravine-editor" ref={place} />
      <p id={id} class="ravine-keys">{task.kind === "written" ? words.readByPerson : words.keys}</p>
      <Tools busy={state.busy} sure={state.sure} {...actions} ask={() => change({ sure: true })} keep={() => change({ sure: false })} />
      <div class="ravine-answer-place" role="status" aria-live="polite">
        {state.busy && <p class="ravine-told">{state.told || words[state.busy]}</p>}
        {state.busy && state.share !== null && <progress aria-hidden="true" max="1" value={state.share} />}
        {!state.busy && state.answer &&
          <Answered key={state.asked} answer={state.answer} name={name} task={task} site={site} stale={state.asked !== state.text}
            goTo={(line) => editor.current.goTo(line)} />}
        {!state.busy && state.drawn && <p>{state.drawn}</p>}
      </div>
      {checks && !state.answer && <p class="ravine-keys">{words.firstTime}</p>}
      {task.kind === "parts" && <p class="ravine-keys">{words.partsKept}</p>}
      {!site.check && task.kind === "code" && <p class="ravine-keys"><Notebook site={site} task={task} /></p>}
    </>
  );
}

/** The buttons. *Check* stays in its place while it works, so that the keyboard does not lose it. */
function Tools({ busy, sure, check, draw, stop, again, ask, keep }) {
  if (sure) {
    return (
      <div class="ravine-tools" role="group" aria-label={words.again}>
        <span>{words.startOver}</span>
        <button type="button" onClick={again}>{words.startOverYes}</button>
        <button type="button" onClick={keep}>{words.startOverNo}</button>
      </div>
    );
  }
  const idle = (action) => ({ "aria-disabled": busy ? "true" : undefined, onClick: () => busy || action() });
  return (
    <div class="ravine-tools">
      {check && <button type="button" class="ravine-first" {...idle(check)}>{words.check}</button>}
      {busy && <button type="button" onClick={stop}>{words.stop}</button>}
      {draw && <button type="button" {...idle(draw)}>{words.draw}</button>}
      <button type="button" {...idle(ask)}>{words.again}</button>
    </div>
  );
}

const TwoTexts = ({ unanswered, takeOther, keepThis }) => (
  <div class="ravine-remark" role="alert">
    <p>{unanswered ? words.otherTab : words.twoTexts}</p>
    <div class="ravine-tools">
      <button type="button" onClick={takeOther}>{words.takeOther}</button>
      <button type="button" onClick={keepThis}>{words.keepThis}</button>
    </div>
  </div>
);
