// A figure's state in the address: page.html#rolling-ball?mass=2&start=[-3,1.5]. Only what differs from the page's
// own state is written, and what is not written is the page's own: a link tells the whole state. Links to several
// figures are joined by ";". Whatever cannot be read, or is not allowed, is the page's own too.

/** What a reader can change, and a link tells. */
export const changeable = (parameters) => [...parameters, "step", "hidden"];

const read = (text, own) => {
  if (typeof own === "string") return text;
  try {
    return JSON.parse(text);
  } catch {
    return own;
  }
};

const within = ({ low, high, whole }, value) => {
  const inside = Math.min(Math.max(value, low), high);
  return whole ? Math.round(inside) : inside;
};
const among = ({ options }, value) => options.some(([option]) => option === value);
const texts = (value) => Array.isArray(value) && value.every((name) => typeof name === "string");

/** What each kind of control takes: value → value, or undefined where it is none. */
const KINDS = {
  slider: (value, control) => (Number.isFinite(value) ? within(control, value) : undefined),
  choice: (value, control) => (among(control, value) ? value : undefined),
  choices: (value, control) =>
    (Array.isArray(value) ? value.filter((one) => among(control, one)).slice(0, control.at_most) : undefined),
  text: (value) => value, // the figure itself knows what it can compute
  switch: (value) => (typeof value === "boolean" ? value : undefined),
};

/** A value from a link for what has no control: of the same kind as the page's own. */
function alike(value, own) {
  if (own === null) return value;
  if (typeof value !== typeof own || value === null || Array.isArray(value) !== Array.isArray(own)) return undefined;
  if (typeof own === "number") return undefined; // what a reader moves has a control, and that has limits
  const point = Array.isArray(own) && own.length > 0 && own.every(Number.isFinite);
  return !point || (value.length === own.length && value.every(Number.isFinite)) ? value : undefined;
}

function allowed(name, value, own, control) {
  if (name === "step") return value === null || (Number.isInteger(value) && value >= 0) ? value : undefined;
  if (name === "hidden") return texts(value) ? value : undefined;
  return control ? KINDS[control.kind](value, control) : alike(value, own);
}

/** The part of an address that tells a figure's state, or undefined where it does not: "#race" is a place only. */
const partOf = (id, hash) => hash.slice(1).split(";").find((text) => text.startsWith(`${id}?`));

/** The figure's whole state as the address tells it; null where it does not. */
export function readHash(id, state, hash = location.hash) {
  const part = partOf(id, hash);
  if (part === undefined) return null;
  const given = new URLSearchParams(part.slice(id.length + 1));
  return Object.fromEntries(changeable(state.parameters).map((name) => {
    const own = state[name] ?? null;
    const control = state.controls.find((c) => c.name === name);
    return [name, given.has(name) ? allowed(name, read(given.get(name), own), own, control) ?? own : own];
  }));
}

/** The address of this page with the figure as it stands now. */
export function writeHash(id, model, state) {
  const given = new URLSearchParams();
  for (const name of changeable(state.parameters)) {
    const value = model.get(name);
    if (JSON.stringify(value) !== JSON.stringify(state[name] ?? null))
      given.set(name, typeof value === "string" ? value : JSON.stringify(value));
  }
  const url = new URL(location.href);
  url.hash = `${id}?${given}`;
  return url.href;
}
