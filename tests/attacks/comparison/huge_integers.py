# Answers with integers of a million digits and floats that are none.
# told: not right

# %% after every answer
from fractions import Fraction
def ANSWER(*arguments, turn=[0]):
    turn[0] += 1
    return (10**1_000_000, 2**4000, Fraction(1, 3))[:2 if turn[0] % 2 else 3]
