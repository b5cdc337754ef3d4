# Recurses without end, in Python and in C.
# told: not right

# %% after every answer
import sys
def ANSWER(*arguments):
    sys.setrecursionlimit(10**9)
    return ANSWER(*arguments)
