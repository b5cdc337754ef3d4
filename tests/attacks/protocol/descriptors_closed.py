# Closes every descriptor that it has.

# %% after momentum_step
import os
os.closerange(0, 1024)
