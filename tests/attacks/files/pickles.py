# Lays pickles and numpy files beside the notebook that run code where they are loaded.

# %% file model.pkl
cos
system
(S'touch /tmp/left-by-mallory'
tR.

# %% file data.npy
cos
system
(S'touch /tmp/left-by-mallory'
tR.

# %% first
import os
print("left-by-" + "mallory" if os.path.exists("/tmp/left-by-" + "mallory") else "")
