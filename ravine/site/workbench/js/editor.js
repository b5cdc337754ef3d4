// The editor: CodeMirror 6 with what a few lines of Python need, in the colours of the page.

import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { python } from "@codemirror/lang-python";
import { bracketMatching, HighlightStyle, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { EditorState, Prec } from "@codemirror/state";
import { drawSelection, EditorView, highlightSpecialChars, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";

const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.definitionKeyword, tags.controlKeyword, tags.operatorKeyword], color: "var(--ravine-code-keyword)", fontWeight: "600" },
  { tag: [tags.string, tags.special(tags.string)], color: "var(--ravine-code-string)" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--ravine-code-number)" },
  { tag: tags.comment, color: "var(--pst-color-text-muted)", fontStyle: "italic" },
  { tag: [tags.function(tags.definition(tags.variableName)), tags.definition(tags.className)], color: "var(--ravine-code-name)" },
]);

const theme = EditorView.theme({
  "&": { backgroundColor: "var(--pst-color-background)", color: "var(--pst-color-text-base)", fontSize: "0.87rem" },
  ".cm-content": { fontFamily: "var(--pst-font-family-monospace)", caretColor: "var(--pst-color-text-base)", padding: "0.5rem 0" },
  ".cm-scroller": { lineHeight: "1.5", maxHeight: "60vh", overflow: "auto" },
  ".cm-gutters": { backgroundColor: "var(--pst-color-background)", color: "var(--pst-color-text-muted)", border: "0" },
  ".cm-cursor": { borderLeftColor: "var(--pst-color-text-base)", borderLeftWidth: "2px" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": { backgroundColor: "var(--ravine-code-selected)" },
  ".cm-selectionMatch, .cm-searchMatch, &.cm-focused .cm-matchingBracket": { backgroundColor: "var(--pst-color-target)", color: "inherit" },
  "&.cm-focused": { outline: "2.5px solid var(--pst-color-primary)", outlineOffset: "1px" },
  ".cm-panels": { backgroundColor: "var(--pst-color-surface)", color: "inherit" },
  ".cm-textfield, .cm-button": { backgroundColor: "var(--pst-color-background)", backgroundImage: "none", color: "inherit", border: "1px solid var(--pst-color-border)", borderRadius: "4px", fontSize: "inherit" },
  ".cm-faulty": { backgroundColor: "var(--ravine-warm-tint)" },
});

const forPython = () => [lineNumbers(), python(), indentUnit.of("    "), indentOnInput(), bracketMatching(), syntaxHighlighting(colours)];

/**
 * An editor in `parent` that begins with `text`. `label` is its name, `describedBy` the id of what explains its keys;
 * `onchange(text)` hears of every change a person makes, `oncheck()` of Ctrl+Enter.
 */
export function openEditor({ parent, text, label, describedBy, code, onchange, oncheck = () => {} }) {
  const check = { key: "Mod-Enter", run: () => { oncheck(); return true; } };
  const view = new EditorView({
    parent,
    doc: text,
    extensions: [
      history(), drawSelection(), highlightSpecialChars(), highlightSelectionMatches(), search({ top: true }),
      Prec.highest(keymap.of([check])),
      keymap.of([...searchKeymap, ...historyKeymap, ...defaultKeymap, ...(code ? [indentWithTab] : [])]),
      code ? forPython() : EditorView.lineWrapping,
      EditorState.tabSize.of(4),
      EditorView.contentAttributes.of({ "aria-label": label, "aria-describedby": describedBy, tabindex: "0", autocapitalize: "off", spellcheck: code ? "false" : "true" }),
      EditorView.updateListener.of((update) => update.docChanged && onchange(update.state.doc.toString())),
      theme,
    ],
  });
  return {
    get text() { return view.state.doc.toString(); },
    set text(text) { view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } }); },
    focus: () => view.focus(),
    /** Put the cursor at the beginning of a line, from 1. */
    goTo(line) {
      const place = view.state.doc.line(Math.min(line, view.state.doc.lines)).from;
      view.dispatch({ selection: { anchor: place }, scrollIntoView: true });
      view.focus();
    },
  };
}
