# Computes for ever in one answer; the others are still judged.
# told: did not finish within 0.5 seconds of computing

# %% after momentum_step
def momentum_step(*arguments):
    while True:
        sum(range(10**9))
