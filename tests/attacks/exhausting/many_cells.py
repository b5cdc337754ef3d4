# Has thousands of cells.
# told: cells

# %% notebook
nb.cells += [nbformat.v4.new_code_cell("1") for _ in range(3_000)]
