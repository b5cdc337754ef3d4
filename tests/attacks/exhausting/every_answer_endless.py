# Computes for ever in every answer, so that the whole submission would take for ever.
# told: not right

# %% after every answer
def ANSWER(*arguments):
    while True:
        pass
