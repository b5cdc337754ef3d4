# Has source code so deeply nested that parsing it ends a parser.

# %% first
x = ----------------------------------------------------------------1

# %% notebook
for source in ("-" * 200_000 + "1", "(" * 100_000, "x" + ".a" * 100_000, "[" * 90 + "]" * 90, "if 1:\n " * 99 + "pass",
               "f(" * 100_000 + ")" * 100_000, "1" + "+1" * 100_000, "lambda: " * 50_000 + "1", "'" * 7, "\\" * 9999):
    nb.cells.insert(0, nbformat.v4.new_code_cell(source))
