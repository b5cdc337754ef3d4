// Run by the tests, bundled with esbuild: what is kept, taken along and read back, without a browser.

import { earlier, forNotebook, written } from "../../ravine/site/workbench/js/course.js";
import { compared, exported, imported, takeOver } from "../../ravine/site/workbench/js/exchange.js";
import { filled, textsIn } from "../../ravine/site/workbench/js/notebook.js";
import { Answers, isSolved } from "../../ravine/site/workbench/js/storage.js";
import { readFileSync } from "node:fs";

class Storage extends Map {
  get length() { return this.size; }
  key(i) { return [...this.keys()][i]; }
  getItem(key) { return this.get(key) ?? null; }
  setItem(key, text) {
    if (this.full) throw new Error("full");
    this.set(key, text);
  }
  removeItem(key) { this.delete(key); }
}

const task = (assignment, kind = "code") => ({ assignment, kind, version: "v1", start: "start", title: "" });
const tasks = { Linear: task("layers"), ReLU: task("layers"), parts: task("practice", "parts"), train: task("practice"), why: task("practice", "written") };
const fresh = () => new Answers(new Storage(), () => 7);
const why = (text) => {
  try {
    return imported(text).length;
  } catch (error) {
    return error.message;
  }
};

const cases = {
  keepsByVersion() {
    const answers = fresh();
    answers.set("Linear", "v0", { source: "old" });
    return [answers.get("Linear", "v1"), answers.older("Linear", "v1").source, answers.older("Linear", "v0")];
  },
  solvedOnlyAsItWasFoundRight() {
    const answers = fresh();
    answers.set("Linear", "v1", { source: "a", solved: "a" });
    const right = isSolved(answers.get("Linear", "v1"));
    answers.set("Linear", "v1", { source: "b", solved: "a" });
    return [right, isSolved(answers.get("Linear", "v1"))];
  },
  rescuesWhatIsDamaged() {
    const storage = new Storage([["ravine:answer:Linear:v1", '{"source": 3}']]);
    const answers = new Answers(storage, () => 7);
    return [answers.get("Linear", "v1"), answers.rescue("Linear", "v1"), answers.rescue("Linear", "v1"), [...storage]];
  },
  livesWithoutStorageAndWithAFullOne() {
    const storage = new Storage();
    storage.full = true;
    const [none, full] = [new Answers(null), new Answers(storage)];
    return [none, full].map((answers) => [answers.set("Linear", "v1", { source: "a" }), answers.get("Linear", "v1").source, answers.all().length]);
  },
  partsAreAllOtherAnswersUntilTheyAreWritten() {
    const answers = fresh();
    const before = written("parts", tasks, answers);
    answers.set("Linear", "v1", { source: "class Linear: pass\n" });
    answers.set("ReLU", "v1", { source: "class ReLU: pass" });
    const gathered = written("parts", tasks, answers);
    answers.set("parts", "v1", { source: "mine" });
    return [before, gathered, written("parts", tasks, answers)];
  },
  earlierAnswersAreThoseThatASourceNames() {
    const answers = fresh();
    answers.set("Linear", "v1", { source: "class Linear: pass" });
    const names = (name, source) => earlier(name, source, tasks, answers).map(({ exercise }) => exercise);
    return [names("ReLU", "return Linear()"), names("ReLU", "return LinearOther()"), names("train", "nothing named"), names("Linear", "Linear")];
  },
  forANotebookWhatIsWritten() {
    const answers = fresh();
    answers.set("train", "v1", { source: "t" });
    answers.set("why", "v1", { source: "w" });
    return forNotebook("practice", tasks, answers);
  },
  aFileComesBackAsItWent() {
    const answers = fresh();
    answers.set("Linear", "v1", { source: "a", solved: "a" });
    answers.set("ReLU", "v1", { source: "b" });
    const other = fresh();
    other.set("ReLU", "v1", { source: "mine" });
    const { fresh: added, differing, unknown } = compared([...imported(exported(answers.all())), { name: "__proto__", source: "x" }], tasks, other);
    takeOver(added, tasks, other);
    return [added.map(({ name }) => name), differing.map(({ name }) => name), unknown, isSolved(other.get("Linear", "v1"))];
  },
  filesThatAreNone: () => ["", "[]", "null", '{"kind": "ravine answers", "answers": [{"name": 3}]}', '{"cells": [null]}'].map(why),
  aNotebookUnchangedHoldsNoAnswer(notebook) {
    const known = Object.fromEntries(Object.entries(textsIn(notebook)).map(([name, start]) => [name, { ...task("momentum"), start }]));
    const { fresh: none, differing, unknown } = compared(imported(JSON.stringify(notebook)), known, fresh());
    return [none.length, differing.length, unknown];
  },
  filledAndRead(notebook) {
    const full = filled(notebook, { momentum_step: "a\nb", long_slope: "", setup: "no" });
    const changed = full.cells.filter((cell, i) => cell !== notebook.cells[i] && JSON.stringify(cell) !== JSON.stringify(notebook.cells[i]));
    return [changed.map(({ source }) => source), textsIn(full).momentum_step];
  },
};

const notebook = JSON.parse(readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(Object.fromEntries(Object.entries(cases).map(([name, run]) => [name, run(notebook)]))));
