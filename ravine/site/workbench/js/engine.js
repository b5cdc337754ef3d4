// Python on demand: the page asks, a Web Worker judges. No import, so that it can be bundled or loaded as it is.
//
//   const engine = new Engine({ base, words, onprogress });
//   const answer = await engine.check({ exercise: "momentum_step", source, earlier: [{ exercise, source }] });
//
// base        address of the site's `_static/`, as a string or URL; the rest is found from there
// words       the sentences of `ravine.site.workbench.words.engine()`, which the page carries as JSON
// onprogress  called with { part, share, sentence }: part "core", "exercises" while Python comes (share from
//             0 to 1 of all bytes), "ready", "begun" (a check runs now), "slow" (it has not answered after 3 s)
//
// Nothing is loaded before the first `check`, `path` or `start`. One thing is asked at a time; others wait in turn.
// No promise is ever rejected. An Answer is
//
//   verdict     "right", "wrong", "unwritten", "error" (could not be tried: syntax, missing name, import …), "stopped",
//               "too long", or "unavailable" (no Python here: opened from a file, built without it, not to be loaded)
//   text        the whole as plain text, word for word as `check` prints it in a notebook
//   summary     its first line
//   parts       [{ name, passed }], what the marks are given for; [] where nothing was tried
//   example     the smallest failing one, { call, inputs: [lines], difference }, or null; an input may have several lines
//   difference  its first differing number or what was raised, a sentence, or ""
//   reason      why, a sentence, or ""; `misconception` its short name, or ""
//   section     { href, title } to read on, or null; href is relative to the page's folder, as "momentum.html#friction"
//   notes       further sentences: a redefined `check`, output that was cut
//   printed     what the answer printed, at most 100 KB; show it as text, never as HTML
//   line        the line of `source` where it happened, from 1, or null
//   ms          how long the check took in the worker
//
// `path({ exercise, source, earlier, surface, start, parameters, steps })` walks a student's step function from
// `start` ([x, y]) over `surface` ({ name, …fields }, as a plot has it) with `parameters` (by the names in the
// function's signature; what it lacks keeps the function's default). It gives an Answer with `points`
// ([[x, y], …], start first; shorter where the path leaves all numbers, or where a note says why; [] unless the function
// could be called); its verdict is that of the check, and `misconception` says which path it is. The newest request wins:
// one that waits while another comes is answered by null.

const SLOW = 3000; // ms without an answer until the page says so
const STUCK = 2 * 60 * 1000; // ms without news of Python's coming until another worker tries, once
const IDLE = 10 * 60 * 1000; // ms without a question until the worker's memory is given back
const ROOM = 400 * 2 ** 20; // bytes: a worker that has grown beyond keeps them for ever, so another takes its place

export class Engine {
  #address;
  #words;
  #tell;
  #worker = null;
  #compiled = null;
  #queue = [];
  #running = null;
  #ready = false;
  #again;
  #silence;

  constructor({ base, words, onprogress = () => {} }) {
    this.#address = new URL("workbench/worker.js", new URL(base, globalThis.location?.href));
    this.#words = words;
    this.#tell = onprogress;
    globalThis.addEventListener?.("pagehide", () => this.close()); // a page that is kept for Back keeps its memory
  }

  /** Whether Python has been loaded, so that an answer comes at once. */
  get ready() {
    return this.#ready;
  }

  /** Begin to load Python, if that was not done; the first question does it by itself. */
  start() {
    if (!this.#worker && !this.#unreachable()) this.#hire();
  }

  /** The Answer to a source: see the head of this file. */
  check({ exercise, source, earlier = [] }) {
    return this.#ask({ kind: "check", exercise, source, earlier });
  }

  /** An Answer with the points of the student's own path: see the head of this file. */
  path({ exercise, source, earlier = [], surface, start, parameters, steps }) {
    this.#withdraw((question) => question.kind === "path", () => null);
    return this.#ask({ kind: "path", exercise, source, earlier, surface, start, parameters, steps });
  }

  /** End what runs or waits, at once: it is answered by "stopped". Another worker starts meanwhile. */
  stop() {
    this.#withdraw(() => true, (question) => this.#ended(question, "stopped"));
    if (this.#running) this.#end("stopped");
  }

  /** Give the worker's memory back; the next question starts another. */
  close() {
    this.stop();
    this.#dismiss();
  }

  #ask(question) {
    const why = this.#unreachable();
    if (why) return Promise.resolve(this.#unavailable(question, why));
    const answer = new Promise((resolve) => this.#queue.push({ ...question, resolve }));
    this.start();
    this.#next();
    return answer;
  }

  #unreachable() {
    return globalThis.location?.protocol === "file:" ? this.#words.opened_from_a_file : "";
  }

  #withdraw(which, answer) {
    const gone = this.#queue.filter(which);
    this.#queue = this.#queue.filter((question) => !which(question));
    for (const question of gone) question.resolve(answer(question));
  }

  // --- the worker

  #hire(again = true) {
    const worker = new Worker(this.#address);
    worker.onmessage = ({ data }) => worker === this.#worker && this.#hear(data);
    worker.onerror = (event) => worker === this.#worker && this.#lost(event);
    worker.postMessage({ compiled: this.#compiled });
    this.#worker = worker;
    this.#again = again;
    this.#await();
  }

  /** Python is on its way; one that is not heard of for long is sent for once more, and then given up. */
  #await() {
    this.#after(STUCK, () => (this.#again ? this.#replace(false) : this.#fail("not_loaded")));
  }

  #dismiss() {
    clearTimeout(this.#silence);
    this.#worker?.terminate();
    this.#worker = null;
    this.#ready = false;
  }

  #replace(again) {
    this.#dismiss();
    this.#hire(again);
  }

  /** Do something when nothing has been heard for so long; only what was asked last is done. */
  #after(ms, act) {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(act, ms);
  }

  #rest() {
    this.#after(IDLE, () => this.#dismiss());
  }

  #next() {
    if (!this.#ready || this.#running || !this.#queue.length) return;
    clearTimeout(this.#silence);
    const { resolve, ...question } = this.#queue.shift();
    this.#running = { ...question, resolve, line: null, clocks: [] };
    this.#worker.postMessage(question);
  }

  #hear(message) {
    if (!this.#ready) this.#await();
    if ("loading" in message) this.#report(message.loading, message.share);
    if ("ready" in message) this.#welcome();
    if ("compiled" in message) this.#compiled = message.compiled;
    if ("failed" in message) this.#fail(message.failed);
    if (!this.#running) return;
    if ("begun" in message) this.#begin(message.limit);
    if ("line" in message) this.#running.line = message.line;
    if ("died" in message) this.#end("died");
    if ("answer" in message) this.#settle(message);
  }

  #report(part, share = 1) {
    this.#tell({ part, share, sentence: this.#words[part] ?? "" });
  }

  #welcome() {
    this.#ready = true;
    this.#rest();
    this.#report("ready");
    this.#next();
  }

  /** Python could not be loaded: say why to all who wait; the next question tries again. */
  #fail(why) {
    this.#dismiss();
    this.#withdraw(() => true, (question) => this.#unavailable(question, this.#words[why] ?? this.#words.not_loaded));
  }

  #lost(event) {
    event.preventDefault();
    if (this.#running) this.#end("died");
    else this.#fail("not_loaded");
  }

  // --- one question

  #begin(limit) {
    const { exercise, clocks } = this.#running;
    this.#report("begun");
    const sentence = fill(this.#words.slow, { name: exercise });
    clocks.push(setTimeout(() => this.#tell({ part: "slow", share: 1, sentence }), SLOW));
    clocks.push(setTimeout(() => this.#end("too_long", limit), 1000 * limit));
    this.#running.limit = limit;
  }

  #settle({ answer, memory }) {
    const { resolve } = this.#finished();
    if (memory > ROOM) this.#replace();
    else this.#rest();
    resolve(answer);
    this.#next();
  }

  /** Terminate what runs: on a plain file server there is no gentler way. */
  #end(why) {
    const question = this.#finished();
    this.#replace();
    question.resolve(this.#ended(question, why));
  }

  #finished() {
    const question = this.#running;
    this.#running = null;
    for (const clock of question.clocks) clearTimeout(clock);
    return question;
  }

  #ended(question, why) {
    const { exercise, source, line, limit } = question;
    const words = { name: exercise, line, source: (source.split("\n")[line - 1] ?? "").trim(), seconds: limit };
    const text = fill(this.#words[line ? `${why}_in_line` : why], words);
    return { ...nothing(question, text), verdict: VERDICTS[why], line: line ?? null };
  }

  #unavailable(question, sentence) {
    return { ...nothing(question, sentence), verdict: "unavailable" };
  }
}

const VERDICTS = { stopped: "stopped", too_long: "too long", died: "error" };

const nothing = ({ kind }, text) => ({
  ...{ text, summary: text, parts: [], example: null, difference: "", reason: "", misconception: "", section: null },
  ...{ notes: [], printed: "", line: null, ms: 0 },
  ...(kind === "path" ? { points: [] } : {}),
});

const fill = (sentence, words) => sentence.replace(/\{(\w+)\}/g, (_, name) => words[name]);
