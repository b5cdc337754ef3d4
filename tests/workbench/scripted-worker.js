// Stands in for Python where a test is about the page: answers by what the source holds.

const nothing = {
  parts: [], example: null, difference: "", reason: "", misconception: "", section: null, notes: [], printed: "", line: null, ms: 3,
};
const wrong = (name) => ({
  ...nothing, verdict: "wrong", summary: `✗ ${name} is not right yet.`, text: "",
  parts: [{ name: "from rest", passed: true }, { name: "with a velocity", passed: false }],
  difference: "the new w[0] should be 5, but is -7.",
  reason: "Friction slows the ball down, it does not throw it back.", misconception: "velocity reversed",
  example: { call: `For ${name}(w, v) with`, inputs: ["w = [1., 2.]", "v = [4., 0.]"], difference: "" },
  section: { href: "momentum.html#lecture-sign", title: "" }, printed: "<b>loud</b>",
});
const said = (verdict, text, line = null) => ({ ...nothing, verdict, text, summary: text, line });

function judged(name, source) {
  if (source.includes("NotImplementedError")) return said("unwritten", `… ${name} is not written yet.`);
  if (source.includes("-beta")) return wrong(name);
  if (source.includes("1 / 0")) return said("error", "✗ Line 2 raised ZeroDivisionError: division by zero\n    1 / 0", 2);
  return said("right", `✓ ${name} is right on all public examples.`);
}

/** The heavy ball in a round bowl, thrown back or not. */
function walked({ source, start, steps, parameters: { lr = 0.1, beta = 0.9 } }) {
  const points = [start];
  let v = [0, 0];
  for (let t = 0; t < steps; t += 1) {
    v = v.map((x, i) => (source.includes("-beta") ? -beta : beta) * x - lr * points[t][i]);
    points.push(points[t].map((x, i) => x + v[i]));
  }
  return { points };
}

setTimeout(() => {
  postMessage({ loading: "core", share: 0.4 });
  postMessage({ ready: true });
}, 50);
onmessage = ({ data }) => {
  if ("compiled" in data) return null;
  postMessage({ begun: true, limit: 10 });
  if (data.source.includes("while True")) return postMessage({ line: 2 });
  const answer = judged(data.exercise, data.source);
  setTimeout(() => postMessage({ answer: data.kind === "path" ? { ...answer, ...walked(data) } : answer, memory: 1 }), 30);
};
