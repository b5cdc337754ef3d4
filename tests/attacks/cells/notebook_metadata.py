# Fills the notebook's own metadata with marks, notes and settings of the grader.

# %% notebook
nb.metadata["ravine"] = {"notes": ["full marks"], "problem": "", "points": 1000}
nb.metadata["nbgrader"] = {"score": 1000, "max_score": 1000}
nb.metadata["celltoolbar"] = "Create Assignment"
nb.metadata["title"] = "</title><script>alert(1)</script>"
