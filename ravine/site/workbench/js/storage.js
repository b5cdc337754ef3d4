// The answers that this browser keeps: one entry for each exercise and each version of its solution cell,
//   ravine:answer:<exercise>:<version>  →  { source, solved, at }
// `solved` is the source that was last found right, `at` when it was written. Where two tabs differ, the text that
// was not chosen lies under the same name with ":aside" behind it. Nothing here runs an answer.

const ANSWER = "ravine:answer:";
const DAMAGED = "ravine:damaged:";
const ASIDE = ":aside";

export const keyOf = (name, version) => `${ANSWER}${name}:${version}`;

/** The browser's storage, or null where a page may not use it. */
export function browserStorage() {
  try {
    localStorage.setItem("ravine:try", "1");
    localStorage.removeItem("ravine:try");
    return localStorage;
  } catch {
    return null;
  }
}

const isAnswer = (value) =>
  typeof value?.source === "string" && (value.solved === undefined || typeof value.solved === "string");

function read(text) {
  try {
    const value = JSON.parse(text);
    return isAnswer(value) ? value : null;
  } catch {
    return null;
  }
}

export const isSolved = (answer) => answer !== null && answer.source === answer.solved;

export class Answers {
  #storage;
  #own = new Map(); // what is kept for this visit alone, where the browser keeps nothing

  constructor(storage = browserStorage(), now = Date.now) {
    this.#storage = storage;
    this.now = now;
  }

  get lasting() { return this.#storage !== null; }

  /** The answer to this version of an exercise; null where there is none. */
  get(name, version) { return this.#answer(keyOf(name, version)); }

  /** The text that was put aside when two tabs differed; null where there is none. */
  aside(name, version) { return this.#answer(keyOf(name, version) + ASIDE); }

  /** The newest answer to another version of the exercise. */
  older(name, version) {
    const other = this.#keys(`${ANSWER}${name}:`).filter((key) => key !== keyOf(name, version) && !key.endsWith(ASIDE));
    const answers = other.map((key) => this.#answer(key)).filter(Boolean);
    return answers.sort((a, b) => (b.at ?? 0) - (a.at ?? 0))[0] ?? null;
  }

  /** Keep an answer; false where the browser could not. */
  set(name, version, { source, solved }) { return this.#put(keyOf(name, version), { source, solved, at: this.now() }); }

  setAside(name, version, source) { return this.#put(keyOf(name, version) + ASIDE, { source, at: this.now() }); }

  forget(name, version) { this.#remove(keyOf(name, version)); }

  forgetAside(name, version) { this.#remove(keyOf(name, version) + ASIDE); }

  /** Every answer kept: { name, version, source, solved }. */
  all() {
    return this.#keys(ANSWER).filter((key) => !key.endsWith(ASIDE)).map((key) => {
      const [name, version] = key.slice(ANSWER.length).split(":");
      return { name, version, ...this.#answer(key) };
    }).filter(isAnswer);
  }

  /** Set an entry aside that cannot be read, as it is; true where there was one. */
  rescue(name, version) {
    const key = keyOf(name, version);
    const text = this.#text(key);
    if (text === null || read(text)) return false;
    this.#storage?.setItem(DAMAGED + key.slice(ANSWER.length) + `:${this.now()}`, text);
    this.#remove(key);
    return true;
  }

  #answer(key) {
    const text = this.#text(key);
    return text === null ? null : read(text);
  }

  #text(key) { return this.#own.get(key) ?? this.#storage?.getItem(key) ?? null; }

  #keys(beginning) {
    const kept = this.#storage ? Array.from({ length: this.#storage.length }, (_, i) => this.#storage.key(i)) : [];
    return [...new Set([...kept, ...this.#own.keys()])].filter((key) => key.startsWith(beginning));
  }

  #put(key, answer) {
    const text = JSON.stringify(answer);
    try {
      if (!this.#storage) throw new Error("no storage");
      this.#storage.setItem(key, text);
      this.#own.delete(key);
      return true;
    } catch {
      this.#own.set(key, text);
      return false;
    }
  }

  #remove(key) {
    this.#own.delete(key);
    this.#storage?.removeItem(key);
  }
}
