# Writes text that takes a Markdown reader, a highlighter or a formula reader very long.

# %% notebook
texts = ["[" * 20_000, "*a **b " * 10_000, "> " * 5_000 + "x", "![](" * 10_000, "`" * 9_999 + "a" + "`" * 9_998, "$" * 20_001,
         "<" * 30_000, "|a" * 5_000 + "\n" + "|-" * 5_000, "[a](" * 8_000, "\\(" * 9_000, "$$x" * 9_001, "- " * 2_000 + "x",
         "[^1]: x\n" * 3_000, "a@b." * 9_000, "http://" * 5_000, "_" * 30_000, "<!--" * 8_000, "&" * 30_000]
for text in texts:
    nb.cells.append(nbformat.v4.new_markdown_cell(text))
    nb.cells.append(nbformat.v4.new_code_cell('"""' + text))
