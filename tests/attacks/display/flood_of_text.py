# Prints without end to both streams, from cells and from within answers.

# %% first
import sys
for _ in range(300_000):
    print("all work and no play makes Jack a dull boy")
sys.stderr.write("x" * 50_000_000)

# %% after every answer
def ANSWER(*arguments, answer=ANSWER):
    print("flood " * 100_000)
    return answer(*arguments)
