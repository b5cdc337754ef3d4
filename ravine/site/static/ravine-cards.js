// A card for where a link leads, shown while the pointer rests on it or the keyboard has come to it: the equation, the
// entry of the bibliography, the word of the glossary, the first lines of a section. A page opened from a file cannot
// read another; there a link to another page has no card.

(() => { // names of its own: a script that a file may load is no module
const REST = 250; // ms for which the pointer rests on a link before its card is shown
const pages = new Map(); // address → promise of the page
let card, timer, shownFor;

const here = () => location.href.split("#")[0];

function pageAt(address) {
  if (address === here()) return Promise.resolve(document);
  if (!pages.has(address))
    pages.set(address, fetch(address).then((answer) => answer.text())
      .then((text) => new DOMParser().parseFromString(text, "text/html")));
  return pages.get(address);
}

/** What a card shows of the place that a link leads to; null where there is nothing worth it. */
function excerpt(target) {
  if (!target) return null;
  const whole = target.closest("div.math, .citation, dt, tr, figure");
  if (whole?.matches("figure")) return null;
  if (whole?.matches("dt")) return [whole, whole.nextElementSibling];
  if (whole) return [whole];
  const section = target.matches("section") ? target : target.querySelector("section") ?? target.closest("section");
  const equation = target.nextElementSibling?.matches("div.math") ? target.nextElementSibling : null;
  if (equation) return [equation];
  if (!section || section.matches(".bd-article > section")) return null;
  return [section.querySelector("h2, h3, h4"), section.querySelector(":scope > p")].filter(Boolean);
}

function copyOf(part) {
  const copy = part.matches("tr") ? Object.assign(document.createElement("p"), { innerHTML: [...part.cells].map((c) => c.innerHTML).join(" · ") })
    : part.cloneNode(true);
  for (const each of [copy, ...copy.querySelectorAll("[id]")]) each.removeAttribute("id");
  for (const sign of copy.querySelectorAll(".headerlink, .backrefs")) sign.remove();
  return copy;
}

async function show(link) {
  const [address, anchor] = [link.href.split("#")[0], decodeURIComponent(link.hash.slice(1))];
  const page = await pageAt(address).catch(() => null);
  const parts = excerpt(page?.getElementById(anchor));
  if (!parts || shownFor !== link) return;
  hideCard();
  shownFor = link;
  card = Object.assign(document.createElement("div"), { className: "ravine-card bd-article", id: "ravine-card" });
  card.setAttribute("role", "tooltip");
  for (const part of parts) {
    const copy = copyOf(document.importNode(part, true));
    if (copy.matches("h2, h3, h4"))
      card.append(Object.assign(document.createElement("p"), { className: "title", textContent: copy.textContent }));
    else card.append(copy);
  }
  link.setAttribute("aria-describedby", "ravine-card");
  document.body.append(card);
  const at = link.getBoundingClientRect();
  const room = document.documentElement.clientWidth - card.offsetWidth - 8;
  const below = at.bottom + 6 + card.offsetHeight < innerHeight;
  card.style.left = `${Math.max(8, Math.min(at.left, room)) + scrollX}px`;
  card.style.top = `${(below ? at.bottom + 6 : at.top - card.offsetHeight - 6) + scrollY}px`;
  card.addEventListener("pointerleave", hide);
}

function hideCard() {
  card?.remove();
  card = undefined;
}
function hide() {
  clearTimeout(timer);
  shownFor?.removeAttribute("aria-describedby");
  shownFor = undefined;
  hideCard();
}

const linkOf = ({ target }) => target.closest?.(".bd-article a.internal[href*='#'], .bd-article .reference[href*='#']");

function come(event) {
  const link = linkOf(event);
  if (!link || link === shownFor || link.origin !== location.origin && location.protocol !== "file:") return;
  hide();
  shownFor = link;
  timer = setTimeout(show, REST, link);
}
function leave(event) {
  if (card?.contains(event.relatedTarget)) return; // what is shown can be pointed at
  if (linkOf(event)) hide();
}
if (matchMedia("(hover: hover)").matches) {
  document.addEventListener("pointerover", come);
  document.addEventListener("pointerout", leave);
}
document.addEventListener("focusin", come);
document.addEventListener("focusout", leave);
addEventListener("keydown", ({ key }) => key === "Escape" && hide());
})();
