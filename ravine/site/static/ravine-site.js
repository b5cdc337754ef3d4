// A formula that is wider than its place can be scrolled; a keyboard needs focus to do so.
const observer = new ResizeObserver((changes) => {
  for (const { target } of changes) {
    const wide = target.scrollWidth > target.clientWidth;
    if (wide) {
      target.tabIndex = 0;
      target.setAttribute("role", "group");
      target.setAttribute("aria-label", "Formula, wider than the page");
    } else {
      for (const name of ["tabindex", "role", "aria-label"]) target.removeAttribute(name);
    }
  }
});
for (const box of document.querySelectorAll(".math-scroll")) observer.observe(box);

// Search's extracts: each formula once, as its MathML, and no table of contents.
if (typeof Search !== "undefined") {
  const textOf = Search.htmlToText;
  Search.htmlToText = (html, anchor) => {
    const page = new DOMParser().parseFromString(html, "text/html");
    for (const twice of page.querySelectorAll("annotation, .katex-html, .onlyprint")) twice.remove();
    return textOf(page.documentElement.outerHTML, anchor);
  };
}
