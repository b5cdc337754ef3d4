# Takes memory until there is none, and keeps it.

# %% first
import numpy as np
kept = []
try:
    while True:
        kept.append(np.ones(2**24))
except MemoryError:
    kept.clear()
    print("no more")
