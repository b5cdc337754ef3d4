# Remembers every input of the tests, in memory and on disk, and prints them with what was answered.

# %% after every answer
import os, pickle
def ANSWER(*arguments, answer=ANSWER):
    result = answer(*arguments)
    with open("inputs", "ab") as file:
        file.write(repr(arguments).encode())
    print(len(open("inputs").read()))
    return result
