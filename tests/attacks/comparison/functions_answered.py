# Answers with functions, classes, modules and the shell itself.
# told: not right

# %% after every answer
import numpy as np, sys
def ANSWER(*arguments, turn=[0]):
    turn[0] += 1
    return [ANSWER, np, get_ipython(), sys.modules, type, ...][turn[0] % 6], 1.0
