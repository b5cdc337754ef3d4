# Takes memory until there is none, and keeps it.
# limits: cpu_seconds_per_cell=5

# %% first
import numpy as np
kept = []
try:
    while True:
        kept.append(np.ones(2**24))
except MemoryError:
    kept.clear()
    print("no more")
