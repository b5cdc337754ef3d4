# Locks the files of the library, so that others wait for ever.

# %% first
import fcntl, json, numpy, ravine.exercises.table
held = []
for module in (json, numpy, ravine.exercises.table):
    try:
        held.append(open(module.__file__))
        fcntl.flock(held[-1], fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        pass
