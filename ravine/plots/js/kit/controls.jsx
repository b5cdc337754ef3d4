// What a reader moves: sliders, choices, switches, the player, the legend. Real form elements, so that keyboard,
// screen reader and touch work as everywhere.

import { useState } from "preact/hooks";
import { format } from "./format.js";

/** A slider's own scale: positions are the values, or for `log` their decimal logarithms. */
const positions = ({ scale }) =>
  scale === "log" ? { to: Math.log10, from: (p) => 10 ** p } : { to: (v) => v, from: (p) => p };

const clean = (value) => Number(value.toPrecision(12));
const clamp = (value, low, high) => Math.min(Math.max(value, low), high);

function Slider({ control, value, set, id }) {
  const { name, label, symbol, unit, low, high, step, whole } = control;
  const { to, from } = positions(control);
  const rounded = (p) => clean(clamp(control.scale === "log" ? Number(from(p).toPrecision(3)) : p, low, high));
  /** What was typed, with a point or a comma; what cannot be taken is answered with the limits. */
  const typed = ({ currentTarget: field }) => {
    const number = Number(field.value.trim().replace(",", ".").replace("−", "-") || NaN);
    const taken = Number.isFinite(number) ? clamp(whole ? Math.round(number) : number, low, high) : value;
    field.parentNode.querySelector(".ravine-limits").textContent = taken === number ? "" : `${format(low)} … ${format(high)}`;
    field.value = taken;
    set({ [name]: taken });
  };
  return (
    <div class="ravine-slider">
      <label for={`${id}-${name}`}>{label} {symbol && <i>{symbol}</i>}</label>
      <input class="ravine-number" type="text" inputmode="decimal" autocomplete="off" value={value}
        aria-label={[label, symbol, unit].filter(Boolean).join(" ")} onChange={typed} />
      <span class="ravine-unit">{unit}</span>
      <span class="ravine-limits" role="alert" />
      <input id={`${id}-${name}`} type="range" min={to(low)} max={to(high)}
        step={control.scale === "log" ? (to(high) - to(low)) / 200 : step} value={to(value)}
        aria-valuetext={[format(value), unit].filter(Boolean).join(" ")}
        onInput={(event) => set({ [name]: rounded(event.currentTarget.valueAsNumber) })} />
    </div>
  );
}

function Choice({ control: { name, label, options, brings }, value, set, id }) {
  return (
    <fieldset class="ravine-choice">
      <legend>{label}</legend>
      {options.map(([option, text]) => (
        <label key={option}>
          <input type="radio" name={`${id}-${name}`} value={option} checked={option === value}
            onChange={() => set({ [name]: option, ...brings?.[option] })} />
          <span>{text}</span>
        </label>
      ))}
    </fieldset>
  );
}

function Choices({ control: { name, label, options, at_most, full }, value, set }) {
  const reached = value.length >= at_most && at_most < options.length;
  const toggle = (option) => (value.includes(option) ? value.filter((o) => o !== option) : [...value, option]);
  return (
    <fieldset class="ravine-choice ravine-choices">
      <legend>{label}{reached && <span class="ravine-full"> · {full}</span>}</legend>
      {options.map(([option, text]) => (
        <label key={option}>
          <input type="checkbox" checked={value.includes(option)}
            disabled={!value.includes(option) && value.length >= at_most} onChange={() => set({ [name]: toggle(option) })} />
          <span>{text}</span>
        </label>
      ))}
    </fieldset>
  );
}

const Switch = ({ control: { name, label }, value, set }) => (
  <label class="ravine-switch">
    <input type="checkbox" checked={value} onChange={(event) => set({ [name]: event.currentTarget.checked })} />
    <span>{label}</span>
  </label>
);

/** A line to type in. What cannot be taken stays there, and on Enter or leaving it `check` says why. */
function Text({ control: { name, label }, value, set, id, check }) {
  const [draft, setDraft] = useState(null); // { text, says } while it is not what is shown
  const type = ({ currentTarget: { value: text } }) => {
    const wrong = check(name, text);
    setDraft(wrong ? { text, says: "" } : null);
    if (!wrong) set({ [name]: text });
  };
  const leave = () => draft && setDraft({ ...draft, says: check(name, draft.text) });
  return (
    <div class="ravine-typed">
      <label for={`${id}-${name}`}>{label}</label>
      <input id={`${id}-${name}`} type="text" autocomplete="off" autocapitalize="off" spellcheck={false}
        value={draft?.text ?? value} aria-invalid={Boolean(draft?.says)} aria-describedby={`${id}-${name}-says`}
        onInput={type} onChange={leave} />
      <span id={`${id}-${name}-says`} class="ravine-limits" role="alert">{draft?.says}</span>
    </div>
  );
}

const KINDS = { slider: Slider, choice: Choice, choices: Choices, switch: Switch, text: Text };

export const Controls = ({ controls, p, set, id, check }) => (
  <div class="ravine-controls">
    {controls.map((control) => {
      const Control = KINDS[control.kind];
      return <Control key={control.name} control={control} value={p[control.name]} set={set} id={id} check={check} />;
    })}
  </div>
);

const ICONS = {
  rewind: "M5 4v12M16 4.5v11L7 10z",
  play: "M6 4v12l10-6z",
  pause: "M6 4v12M14 4v12",
  step: "M4 4.5v11l9-5.5zM15 4v12",
};

const Button = ({ icon, label, ...rest }) => (
  <button type="button" class="ravine-button" aria-label={label} title={label} {...rest}>
    <svg viewBox="0 0 20 20" aria-hidden="true"><path d={ICONS[icon]} /></svg>
  </button>
);

/** Rewind, play or pause, one step, and a slider over the steps 0 … last. */
export function Player({ step, last, playing, goTo, play, words }) {
  return (
    <div class="ravine-player">
      <Button icon="rewind" label={words.rewind} onClick={() => goTo(0)} />
      <Button icon={playing ? "pause" : "play"} label={playing ? words.pause : words.play} onClick={play} />
      <Button icon="step" label={words.step} disabled={step >= last} onClick={() => goTo(step + 1)} />
      <input type="range" min={0} max={last} step={1} value={step} aria-label={words.stepOf}
        onInput={(event) => goTo(event.currentTarget.valueAsNumber)} />
      <span class="ravine-count">{step} / {last}</span>
    </div>
  );
}

/** One button a series, with a sample of its line, `line` where that is not its name; pressed while it is shown. */
export const Legend = ({ series, hidden, toggle }) => (
  <ul class="ravine-legend">
    {series.map(({ name, label, mark = "line", line = name }) => (
      <li key={name}>
        <button type="button" aria-pressed={!hidden.includes(name)} onClick={() => toggle(name)}>
          <svg viewBox="0 0 28 12" aria-hidden="true">
            {mark === "line"
              ? <path class={`ravine-curve ravine-${line}`} d="M1 6H27" />
              : <circle class={`${mark === "ring" ? "ravine-ring" : "ravine-mark"} ravine-${name}`} cx="14" cy="6" r="4.5" />}
          </svg>
          {label}
        </button>
      </li>
    ))}
  </ul>
);
