// A formula or code block that is wider than its place can be scrolled; a keyboard needs focus to do so.
const marked = "math-scroll";

function markScrollable() {
  for (const box of document.getElementsByClassName(marked)) {
    const wide = box.scrollWidth > box.clientWidth;
    box.toggleAttribute("tabindex", wide);
    if (wide) {
      box.tabIndex = 0;
      box.setAttribute("role", "group");
      box.setAttribute("aria-label", "Formula, wider than the screen");
    } else {
      box.removeAttribute("role");
      box.removeAttribute("aria-label");
    }
  }
}

addEventListener("load", markScrollable);
addEventListener("resize", markScrollable);
