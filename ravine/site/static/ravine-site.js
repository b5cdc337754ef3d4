// What every page of the site does beside being read.

(() => { // names of its own: a script that a file may load is no module
const root = document.documentElement;
const whenIdle = window.requestIdleCallback ?? ((task) => setTimeout(task, 50));

// ---- Places. What is far off the screen is laid out section by section when nobody waits for it, from the reader's first
// move on; then the scrollbar tells the truth. Who follows a link to a place gets the whole page at once.
const toCome = [...document.querySelectorAll(".bd-article > section > section")];
const layOutAll = () => { root.dataset.whole = ""; };
function layOutNext() {
  const section = toCome.shift();
  if (!section) return layOutAll();
  section.style.contentVisibility = "visible";
  whenIdle(layOutNext);
}
const moved = new AbortController();
function begin() {
  moved.abort();
  if (document.readyState === "complete") whenIdle(layOutNext);
  else addEventListener("load", () => whenIdle(layOutNext));
}
for (const sign of ["pointermove", "pointerdown", "wheel", "scroll", "keydown", "focusin"])
  addEventListener(sign, begin, { passive: true, signal: moved.signal });
addEventListener("click", ({ target }) => target.closest?.("a[href*='#']") && layOutAll(), true);

// ---- Paper: light colours, and every answer open.
let before = null;
function toPaper() {
  if (before) return;
  const onScreen = ".ravine-plot, .ravine-exercise, .ravine-answers, .ravine-own"; // paper leaves out what these hold
  const closed = [...document.querySelectorAll(".bd-article details:not([open])")].filter((one) => !one.closest(onScreen));
  before = { theme: root.dataset.theme, closed };
  root.dataset.theme = "light";
  for (const one of closed) one.open = true;
}
function fromPaper() {
  if (!before) return;
  root.dataset.theme = before.theme;
  for (const one of before.closed) one.open = false;
  before = null;
}
addEventListener("beforeprint", toPaper);
addEventListener("afterprint", fromPaper);
matchMedia("print").addEventListener("change", ({ matches }) => (matches ? toPaper() : fromPaper()));

// ---- What is wider than its place can be scrolled; a keyboard needs focus to do so. (The theme's own script would lay
// out the whole page to find it: ravine/site/assets.py takes that from it.)
const KINDS = { ".math-scroll": "Formula", ".pst-scrollable-table-container": "Table", pre: "Code" };
const labelOf = (box) => `${Object.entries(KINDS).find(([kind]) => box.matches(kind))[1]}, wider than the page`;
const observer = new ResizeObserver((changes) => {
  const sizes = changes.map(({ target }) => [target, target.scrollWidth > target.clientWidth]); // before any changes
  for (const [target, wide] of sizes) {
    if (wide) {
      target.tabIndex = 0;
      target.setAttribute("role", "group");
      target.setAttribute("aria-label", labelOf(target));
    } else {
      for (const name of ["tabindex", "role", "aria-label"]) target.removeAttribute(name);
    }
  }
});
for (const box of document.querySelectorAll(Object.keys(KINDS).join())) observer.observe(box);

// ---- A copied formula is its TeX, as it is written in the source.
addEventListener("copy", (event) => {
  const selection = getSelection();
  if (selection.isCollapsed) return;
  const range = selection.getRangeAt(0);
  const around = (node) => (node.nodeType === 1 ? node : node.parentElement).closest(".katex");
  if (around(range.startContainer)) range.setStartBefore(around(range.startContainer)); // a formula is copied whole
  if (around(range.endContainer)) range.setEndAfter(around(range.endContainer));
  const copied = document.createElement("div");
  copied.append(range.cloneContents());
  const formulas = copied.querySelectorAll(".katex");
  if (!formulas.length) return;
  for (const formula of formulas) {
    const [mark, part] = formula.parentElement.matches(".katex-display") ? ["\n$$\n", "\n$$\n"] : ["$", "$"];
    formula.replaceWith(mark + formula.querySelector("annotation").textContent + part);
  }
  for (const sign of copied.querySelectorAll(".headerlink, .copybtn")) sign.remove();
  copied.style.cssText = "position: fixed; left: -99rem; white-space: pre-line";
  document.body.append(copied);
  event.clipboardData.setData("text/plain", copied.innerText.trim());
  copied.remove();
  event.preventDefault();
});

// ---- A link to what has moved to another page goes on to it. Without this script it shows the entry that leads there.
const goOn = () => {
  const [name] = decodeURIComponent(location.hash.slice(1)).split(/[?;]/);
  const link = name && document.getElementById(name)?.closest(".moved")?.querySelector("a");
  if (link) location.replace(link.href.split("#")[0] + location.hash);
};
goOn();
addEventListener("hashchange", goOn);
})();
