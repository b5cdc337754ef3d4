// The worker behind engine.js: loads Python once, then judges one question after another.
//
// It is given { compiled } first: Python's machine code from an earlier worker, or null. It posts { loading, share } until
// { ready } or { failed: why }, and { compiled } for workers to come. Then it is given { kind, exercise, source, earlier,
// … } and posts for each { begun, limit }, { line } while it runs, and { answer, memory } or, where Python itself has
// ended, { died }. What an answer may do is bounded: memory by the hook below, time by the page, output in Python.

"use strict";

const MEMORY = 2 ** 30; // bytes that Python may grow to; what it has grown to it never gives back
const PAGE = 2 ** 16; // bytes of WebAssembly's unit
const STATIC = new URL("../", self.location.href);
const post = self.postMessage.bind(self);

let memory = 0;
const grow = WebAssembly.Memory.prototype.grow;
WebAssembly.Memory.prototype.grow = function (pages) {
  if (this.buffer.byteLength + pages * PAGE > MEMORY) throw new RangeError("a page's Python has 1 GB of memory");
  const before = grow.call(this, pages);
  memory = this.buffer.byteLength;
  return before;
};

/** Let Python be compiled once for all workers of a page. Pyodide itself waits for ever where this fails. */
function compileOnce(compiled) {
  const streaming = WebAssembly.instantiateStreaming;
  WebAssembly.instantiateStreaming = async (response, imports) => {
    if (compiled) return { module: compiled, instance: await WebAssembly.instantiate(compiled, imports) };
    try {
      const fresh = await streaming(response, imports);
      post({ compiled: fresh.module });
      return fresh;
    } catch (error) {
      post({ failed: "not_loaded", error: String(error) });
      throw error;
    }
  };
}

/** `fetch` that tells how much has come. The address of a file changes with its content, so any cached one will do. */
function counting(total, compiled) {
  const [plain, told] = [self.fetch.bind(self), { bytes: 0, share: 0 }];
  const count = (chunk, stream) => {
    told.bytes += chunk.byteLength;
    const share = Math.min(1, told.bytes / total);
    if (share - told.share > 0.01) post({ loading: "core", share: (told.share = share) });
    stream.enqueue(chunk);
  };
  return async (address, options) => {
    if (compiled && String(address).endsWith(".wasm")) return new Response();
    const response = await plain(address, { ...options, cache: "force-cache" });
    if (!response.ok || !response.body) return response;
    const headers = new Headers(response.headers);
    if (String(address).endsWith(".wasm")) headers.set("Content-Type", "application/wasm"); // not every server knows it
    return new Response(response.body.pipeThrough(new TransformStream({ transform: count })), { headers });
  };
}

class Failure extends Error {}

const beside = (name) => fetch(new URL(`workbench/${name}`, STATIC), { cache: "no-cache" });

async function parts() {
  const found = await beside("python.json");
  if (found.status === 404) throw new Failure("not_built");
  if (!found.ok) throw new Failure("not_loaded");
  return found.json();
}

/** The titles of the pages' sections by their address; a site may do without. */
const titles = beside("sections.json").then((found) => (found.ok ? found.json() : {}), () => ({}));

async function titled(answer) {
  if (answer.section) answer.section.title = (await titles)[answer.section.href] ?? "";
  return answer;
}

async function start(compiled) {
  post({ loading: "core", share: 0 });
  const { folder, archive, bytes, wheel } = await parts();
  self.fetch = counting(bytes, compiled);
  compileOnce(compiled);
  const indexURL = new URL(folder, STATIC).href;
  const exercises = fetch(new URL(archive, STATIC)).then((response) => response.arrayBuffer());
  importScripts(`${indexURL}pyodide.js`);
  const silent = { stdout() {}, stderr() {}, jsglobals: {} };
  const python = await loadPyodide({ indexURL, packages: ["numpy"], ...silent });
  if (!("numpy" in python.loadedPackages)) throw new Failure(await whyNot(new URL(wheel, indexURL)));
  post({ loading: "exercises", share: 1 });
  python.unpackArchive(await exercises, "zip", { extractDir: "/exercises" });
  python.runPython("import sys; sys.path.insert(0, '/exercises')");
  return python.pyimport("ravine.site.workbench.serving");
}

/** Pyodide does not say why numpy is missing: it was refused if it can be had without asking for its hash. */
async function whyNot(wheel) {
  const response = await fetch(wheel).catch(() => ({ ok: false }));
  return response.ok ? "refused" : "not_loaded";
}

let serving;

function begin(compiled) {
  serving = start(compiled);
  serving.then(
    () => post({ ready: true }),
    (error) => post({ failed: error instanceof Failure ? error.message : "not_loaded", error: String(error) }),
  );
}

async function answer(question) {
  const python = await serving;
  try {
    post({ begun: true, limit: python.limit(question.exercise) });
    const answer = python.answer(JSON.stringify(question), (line) => post({ line }));
    post({ answer: await titled(JSON.parse(answer)), memory });
  } catch (error) {
    post({ died: true, error: String(error) });
  }
}

self.onmessage = ({ data }) => ("compiled" in data ? begin(data.compiled) : answer(data));
