# Has source code so deeply nested that parsing it ends a parser.

# %% notebook
for source in ("-" * 60_000 + "1", "(" * 60_000, "x" + ".a" * 60_000, "[" * 90 + "]" * 90, "if 1:\n " * 99 + "pass",
               "f(" * 60_000 + ")" * 60_000, "1" + "+1" * 60_000, "lambda: " * 50_000 + "1", "'" * 7, "\\" * 9999):
    nb.cells.insert(0, nbformat.v4.new_code_cell(source))
