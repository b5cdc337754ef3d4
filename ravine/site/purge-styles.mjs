// Writes beside the theme's style sheet in a built site a smaller one that holds only what the pages and
// scripts use.
// Usage: node purge-styles.mjs <folder of the built site>
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { PurgeCSS } from "purgecss";

const site = process.argv[2];
const results = await new PurgeCSS().purge({
  content: [join(site, "**/*.html"), join(site, "_static/**/*.js")],
  css: [join(site, "_static/styles/pydata-sphinx-theme.css")],
  fontFace: true,
  // Attribute values set by scripts (data-theme, data-mode) and states no page shows when it is built.
  safelist: { standard: [/^data-/, "show", "active", "open", "scrolled", "hide"], greedy: [/data-theme/, /data-mode/] },
});
// Font Awesome's fonts stay out: ravine-site.css draws the few icons.
const used = results.map(({ css }) => css.replace(/@font-face\s*\{[^}]*Font Awesome[^}]*\}/g, "")).join("");
await writeFile(join(site, "_static/styles/theme-used.css"), used);
