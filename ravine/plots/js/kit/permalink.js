// A figure's state in the address: page.html#rolling-ball?mass=2&start=[-3,1.5]. Only what differs from the page's
// own state is written; links to several figures are joined by ";". Whatever cannot be read is left as it was.

const read = (text, before) => {
  if (typeof before === "string") return text;
  try {
    const value = JSON.parse(text);
    return before === null || typeof value === typeof before ? value : before;
  } catch {
    return before;
  }
};

/** A value from a link is kept inside its control's range, or among its options. */
function allowed(value, before, control) {
  if (control?.kind === "slider") return Math.min(Math.max(value, control.low), control.high);
  if (control?.kind === "choice") return control.options.some(([option]) => option === value) ? value : before;
  if (control?.kind === "choices")
    return Array.isArray(value) ? value.filter((v) => control.options.some(([option]) => option === v)).slice(0, control.at_most) : before;
  if (Array.isArray(before) && before.every((x) => typeof x === "number") && before.length)
    return Array.isArray(value) && value.length === before.length && value.every(Number.isFinite) ? value : before;
  return value;
}

const linkable = (state) => [...state.parameters, "step", "hidden"];

/** The part of a figure's state that the address holds. */
export function readHash(id, state, hash = location.hash) {
  const part = hash.slice(1).split(";").find((text) => text.split("?")[0] === id) ?? "";
  const given = new URLSearchParams(part.split("?")[1] ?? "");
  const changes = {};
  for (const name of linkable(state)) {
    if (!given.has(name)) continue;
    const control = state.controls.find((c) => c.name === name);
    changes[name] = allowed(read(given.get(name), state[name]), state[name], control);
  }
  return changes;
}

/** The address of this page with the figure as it stands now. */
export function writeHash(id, model, state) {
  const given = new URLSearchParams();
  for (const name of linkable(state)) {
    const value = model.get(name);
    if (JSON.stringify(value) !== JSON.stringify(state[name]))
      given.set(name, typeof value === "string" ? value : JSON.stringify(value));
  }
  const url = new URL(location.href);
  url.hash = given.size ? `${id}?${given}` : id;
  return url.href;
}
