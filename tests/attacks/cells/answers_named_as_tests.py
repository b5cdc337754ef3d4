# Gives its own cells the ids of the tests, and the tests those of the answers.

# %% notebook
import copy
for c in list(nb.cells):
    m = c.metadata.nbgrader
    if m.solution and c.cell_type == "code":
        forged = nbformat.v4.new_code_cell("4", metadata={"nbgrader": dict(m, grade_id="test_" + m.grade_id, grade=True)})
        nb.cells.insert(0, forged)
