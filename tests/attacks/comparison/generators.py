# Answers with generators and iterators, finite and not.
# told: not right

# %% after every answer
import itertools
def ANSWER(*arguments, turn=[0]):
    turn[0] += 1
    return itertools.count() if turn[0] % 2 else (x for x in arguments)
