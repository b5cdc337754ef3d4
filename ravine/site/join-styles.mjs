// Joins the style sheets of a built site into one, holding only what its pages and scripts use.
// Usage: node join-styles.mjs <folder of the built site> <path of a style sheet below _static> …
import { readFile, writeFile } from "node:fs/promises";
import { join, posix } from "node:path";
import { transform } from "esbuild";
import { PurgeCSS } from "purgecss";

const [site, ...names] = process.argv.slice(2);
const folder = join(site, "_static");

/** A sheet's text, with its relative addresses seen from the folder _static. */
const read = async (name) => {
  const text = await readFile(join(folder, name), "utf8");
  return text
    .replace(/@import[^;]*;|@charset[^;]*;/g, "") // what is imported is named among the sheets
    .replace(/\/\*# sourceMappingURL[^*]*\*\//g, "")
    .replace(/url\((["']?)(?!data:|#)([^"')]+)\1\)/g, (_, quote, url) => `url(${posix.join(posix.dirname(name), url)})`);
};

const raw = (await Promise.all(names.map(read))).join("\n");
const [{ css }] = await new PurgeCSS().purge({
  content: [join(site, "**/*.html"), join(folder, "**/*.js")],
  skippedContentGlobs: [join(folder, "pyodide/**")], // a megabyte that names no class
  css: [{ raw }],
  // Attribute values set by scripts, and states that no page shows when it is built.
  safelist: { standard: ["show", "active", "open", "scrolled", "hide"], greedy: [/data-theme/, /data-mode/, /data-live/, /ravine-/] },
});
// Font Awesome's fonts stay out: ravine-site.css draws the few icons.
const drawn = css.replace(/@font-face\s*\{[^}]*Font Awesome[^}]*\}/g, "");
await writeFile(join(folder, "site.css"), (await transform(drawn, { loader: "css", minify: true })).code);
