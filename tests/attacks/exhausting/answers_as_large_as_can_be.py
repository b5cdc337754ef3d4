# Answers with as many numbers as may be sent, from every call.
# told: not right

# %% after every answer
import numpy as np
def ANSWER(*arguments, size=[2**18]):
    while True:
        size[0] -= 2**10
        return np.arange(float(max(size[0], 2**17))), np.arange(2.0)
