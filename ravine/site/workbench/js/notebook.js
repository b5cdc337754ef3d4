// Answers into a chapter's released notebook, and out of one. Cells are known by nbgrader's grade_id; everything but
// the text of a solution cell stays as it is. Pure: notebooks are the objects that JSON gives.

const about = (cell) => cell?.metadata?.nbgrader ?? {};
const isSolution = (cell) => about(cell).solution === true && typeof about(cell).grade_id === "string";

/** A cell's text, which notebooks keep as a string or as a list of lines. */
const textOf = ({ source }) => (Array.isArray(source) ? source.join("") : String(source ?? ""));

/** The text as notebooks keep it: a list of lines, each but the last with its end. */
const lines = (text) => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];

/** The texts of a notebook's solution cells by exercise. */
export const textsIn = (notebook) =>
  Object.fromEntries((notebook.cells ?? []).filter(isSolution).map((cell) => [about(cell).grade_id, textOf(cell)]));

/** The released notebook with answers, { exercise: text }, in their cells. */
export const filled = (notebook, answers) => ({
  ...notebook,
  cells: notebook.cells.map((cell) =>
    (isSolution(cell) && Object.hasOwn(answers, about(cell).grade_id)
      ? { ...cell, source: lines(answers[about(cell).grade_id]) } : cell)),
});

/** The notebook as a file: with the indentation of Jupyter. */
export const asFile = (notebook) => `${JSON.stringify(notebook, null, 1)}\n`;
