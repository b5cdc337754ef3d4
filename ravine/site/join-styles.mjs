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
/** What of a page may name a class, an element or an attribute: its tags, not its text. */
const tags = (page) => (page.match(/<\w(?:"[^"]*"|[^">])*>/g) ?? []).flatMap((tag) => tag.match(/[\w-]+/g));

const [{ css }] = await new PurgeCSS().purge({
  content: [join(site, "**/*.html"), join(folder, "**/*.js")],
  // A megabyte that names no class; and what no page loads, Bootstrap's and Font Awesome's scripts (webpack-macros.html).
  skippedContentGlobs: ["pyodide/**", "scripts/bootstrap.js", "scripts/fontawesome.js"].map((skipped) => join(folder, skipped)),
  extractors: [{ extractor: tags, extensions: ["html"] }],
  variables: true,
  css: [{ raw }],
  // Attribute values set by scripts, and states that no page shows when it is built.
  safelist: { standard: ["show", "active", "open", "scrolled", "hide"], variables: [/ravine|pst/], greedy: [/data-theme/, /data-mode/, /data-live/, /ravine-/] },
});
// Font Awesome's fonts stay out: ravine-site.css draws the few icons.
const drawn = css.replace(/@font-face\s*\{[^}]*Font Awesome[^}]*\}/g, "");
await writeFile(join(folder, "site.css"), (await transform(drawn, { loader: "css", minify: true })).code);
