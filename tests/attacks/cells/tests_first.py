# Moves the test cells to the top, and the answers to the end.

# %% notebook
nb.cells.sort(key=lambda c: not c.metadata.nbgrader.grade)
