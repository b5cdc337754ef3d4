// Search as you type, by section, in the theme's dialog and on the page search.html. Works from a file too: the index
// is a script, asked for when somebody begins to search.

(() => { // names of its own: a script that a file may load is no module
const GREEK = "αβγδεζηθικλμνξοπρστυφχψω";
const NAMES = ("alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma tau upsilon " +
  "phi chi psi omega").split(" ");
const SIGNS = { "∇": "nabla", "∂": "partial", "√": "sqrt", "∞": "infinity", "ς": "sigma", "ϵ": "epsilon" };
const SHOWN = 30;

/** Words as they are compared: without case, accents and hyphens; β₁, β1 and beta1 are one word, ∇ is nabla. */
const plain = (text) => text.normalize("NFKD").toLowerCase().replace(/\p{M}|[-‐‑–'’]/gu, "")
  .replace(/[α-ω∇∂√∞ϵ]/g, (sign) => SIGNS[sign] ?? NAMES[GREEK.indexOf(sign)]);

let index; // a promise of { pages, places }, each place with its words and their plain forms

function load() {
  index ??= new Promise((resolve, reject) => {
    window.ravineSearch = ({ pages, places }) => resolve(places.map(([page, title, anchor, text]) => {
      const [name, address, chapter] = pages[page];
      const words = text.split(" ");
      const forms = words.map(plain);
      return { name, title, chapter, page, address: anchor ? `${address}#${anchor}` : address, words, forms,
        titleForm: ` ${plain(title)}`, nameForm: ` ${plain(name)}`, body: ` ${forms.join(" ")}` };
    }));
    const script = document.createElement("script");
    script.src = `${document.documentElement.dataset.content_root}_static/ravine-search-index.js`;
    script.onerror = reject;
    document.head.append(script);
  });
  return index;
}

const times = (text, term) => Math.min(text.split(term).length - 1, 6);

/** How well a place answers: every term must be there; titles count more than text, beginnings of words more. */
function score(place, terms) {
  let sum = 0;
  for (const term of terms) {
    const found = 12 * times(place.titleForm, ` ${term}`) + 4 * times(place.nameForm, ` ${term}`)
      + 2 * times(place.body, ` ${term}`) + 0.5 * times(place.body, term) + (place.titleForm === ` ${term}` ? 20 : 0);
    if (!found) return 0;
    sum += found;
  }
  return place.chapter ? 2 * sum : sum;
}

function search(places, query) {
  const terms = plain(query).split(/\s+/).filter(Boolean);
  if (!terms.length) return { terms, found: [] };
  const found = places.map((place) => ({ place, value: score(place, terms) })).filter(({ value }) => value);
  return { terms, found: found.sort((a, b) => b.value - a.value || a.place.page - b.place.page).map(({ place }) => place) };
}

const element = (tag, properties, ...children) => {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
};

/** The words around the first that was sought, with all that were sought marked. */
function extract({ words, forms }, terms) {
  const sought = (form) => terms.some((term) => form.includes(term));
  const first = Math.max(0, forms.findIndex(sought) - 8);
  const parts = words.slice(first, first + 30).map((word, i) =>
    (sought(forms[first + i]) ? element("mark", { textContent: word }) : word));
  return element("p", {}, first ? "… " : "", ...parts.flatMap((part) => [part, " "]), first + 30 < words.length ? "…" : "");
}

function show(list, status, { terms, found }) {
  const root = document.documentElement.dataset.content_root;
  list.replaceChildren(...found.slice(0, SHOWN).map((place) => element("li", {},
    element("a", { href: root + place.address }, place.title, place.title === place.name || !place.address.includes("#") ? "" :
      element("span", { className: "where", textContent: ` ${place.name}` })),
    extract(place, terms))));
  status.textContent = !terms.length ? "" : !found.length ? "Nothing is called so here. Try another word, or its beginning."
    : `${found.length} ${found.length === 1 ? "place" : "places"}${found.length > SHOWN ? `, the best ${SHOWN}` : ""}`;
}

function attach(form, asked) {
  const input = form.querySelector("input[type=search]");
  const status = element("p", { className: "ravine-found", role: "status" });
  const list = element("ul", { className: "search" });
  form.after(status, list);
  const answer = () => load().then(
    (places) => show(list, status, search(places, input.value)),
    () => { status.textContent = "The index could not be loaded."; });
  input.addEventListener("focus", load, { once: true });
  input.addEventListener("input", answer);
  form.parentElement.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    const stops = [input, ...list.querySelectorAll("a")];
    stops[stops.indexOf(document.activeElement) + step]?.focus();
    event.preventDefault();
  });
  list.addEventListener("click", ({ target }) => target.closest("a") && form.closest("dialog")?.close());
  if (asked) {
    input.value = asked;
    answer();
  }
}

for (const form of document.querySelectorAll("form.bd-search"))
  attach(form, form.closest("dialog") ? "" : new URLSearchParams(location.search).get("q"));
})();
