"use strict";
// A table of the class "sorts" is sorted by the heading that is pressed, and the other way round when pressed again.
// What a cell counts as stands in its `data-by`, else it is its text; cells that count as nothing come last.
for (const table of document.querySelectorAll("table.sorts")) {
  for (const heading of table.tHead.rows[0].cells) {
    const button = document.createElement("button");
    button.append(...heading.childNodes);
    heading.append(button);
    button.addEventListener("click", () => sort(table, heading));
  }
}

function sort(table, heading) {
  const down = heading.getAttribute("aria-sort") === "ascending";
  for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
  heading.setAttribute("aria-sort", down ? "descending" : "ascending");
  const value = (row) => row.cells[heading.cellIndex].dataset.by ?? row.cells[heading.cellIndex].textContent.trim();
  const rows = [...table.tBodies[0].rows].sort((a, b) => {
    const [x, y] = [value(a), value(b)];
    return x && y ? (down ? -1 : 1) * compared(x, y) : !x - !y;
  });
  table.tBodies[0].append(...rows);
}

function compared(x, y) {
  const difference = Number(x) - Number(y);
  return Number.isNaN(difference) ? x.localeCompare(y, undefined, { numeric: true }) : difference;
}
