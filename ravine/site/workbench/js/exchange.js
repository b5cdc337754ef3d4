// All answers as one file, and a file's answers: of such a file, or of a notebook of the course.

import { textsIn } from "./notebook.js";

const KIND = "ravine answers";
export const LARGEST = 5e6; // bytes of a file that is read

/** The file of all answers. */
export const exported = (answers) =>
  `${JSON.stringify({ kind: KIND, answers: answers.map(({ name, version, source, solved }) => ({ name, version, source, solved })) }, null, 1)}\n`;

/** The answers in a file, [{ name, version?, source, solved? }]. Throws an Error that names the sentence saying why not. */
export function imported(text) {
  if (text.length > LARGEST) throw new Error("tooLarge");
  const file = parsed(text);
  const found = file?.kind === KIND ? listed(file.answers) : Array.isArray(file?.cells) ? inNotebook(file) : [];
  if (!found.length) throw new Error("noAnswers");
  return found;
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error("noJson");
  }
}

const isText = (value) => typeof value === "string";

const listed = (answers) => (Array.isArray(answers) ? answers : [])
  .filter((one) => isText(one?.name) && isText(one.source))
  .map(({ name, version, source, solved }) => ({
    name, source, version: isText(version) ? version : undefined, solved: isText(solved) ? solved : undefined,
  }));

const inNotebook = (notebook) => Object.entries(textsIn(notebook)).map(([name, source]) => ({ name, source }));

/** Which of a file's answers are new here, which differ from what is written here, which belong to no exercise. */
export function compared(found, tasks, answers) {
  const known = found.filter(({ name }) => Object.hasOwn(tasks, name));
  const own = ({ name }) => answers.get(name, tasks[name].version)?.source;
  const changed = known.filter((one) => own(one) !== one.source && one.source !== tasks[one.name].start);
  return {
    fresh: changed.filter((one) => own(one) === undefined),
    differing: changed.filter((one) => own(one) !== undefined),
    unknown: found.length - known.length,
  };
}

/** Take answers over; one that was found right stays so if it belongs to the same version. */
export const takeOver = (found, tasks, answers) => found.every(({ name, version, source, solved }) =>
  answers.set(name, tasks[name].version, { source, solved: version === tasks[name].version ? solved : undefined }));
