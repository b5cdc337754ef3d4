# Writes to the process' own file descriptors and original streams.

# %% first
import os, sys
for number in (0, 1, 2):
    os.write(number, b"4.0\n" * 100_000)
print("4.0", file=sys.__stdout__)
