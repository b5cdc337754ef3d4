// Judges in Pyodide under Node what is to be judged as natively.
// Usage: node judge.mjs <folder _static> <repository> < questions.json > { answers, replies }
// The archive is the site's; numpy and Pyodide are the bytes that a browser gets; only the solutions are the repository's.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { json } from "node:stream/consumers";

const questions = await json(process.stdin);
const [site, repository] = process.argv.slice(2).map((path) => resolve(path));
const { folder, archive } = JSON.parse(readFileSync(join(site, "workbench", "python.json"), "utf8"));
const { loadPyodide } = createRequire(import.meta.url)(join(site, folder, "pyodide.js"));

const python = await loadPyodide({ indexURL: join(site, folder), packages: ["numpy"], stdout() {}, stderr() {} });
python.unpackArchive(new Uint8Array(readFileSync(join(site, archive))), "zip", { extractDir: "/exercises" });
python.FS.mkdir("/repository");
python.FS.mount(python.FS.filesystems.NODEFS, { root: repository }, "/repository");
python.runPython(`import sys; sys.dont_write_bytecode = True; sys.path[:0] = ["/exercises", "/repository"]`);

const serving = python.pyimport("ravine.site.workbench.serving");
const judged = (question) => JSON.parse(serving.answer(JSON.stringify(question), () => {}));
const answers = questions.map(judged);
const replies = JSON.parse(python.pyimport("tests.workbench.reference_answers").as_json());
process.stdout.write(JSON.stringify({ answers, replies }));
