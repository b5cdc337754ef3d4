# Computes for ever in a cell of its own.

# %% after momentum_step
while True:
    pass
