# Answers with handles to objects that do not exist, and with names of its own choice.
# told: not right

# %% after every answer
import gc
server = next(thing for thing in gc.get_objects() if type(thing).__name__ == "Server")
Handle = type(server.keep(object()))
def ANSWER(*arguments):
    return Handle(-1, "float64'; import os #", True), [Handle(2**40, "ndarray", False)] * 10
