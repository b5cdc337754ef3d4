# Sends replies whose fields have types that nobody expects.
# told: not right

# %% after every answer
import gc
server = next(thing for thing in gc.get_objects() if type(thing).__name__ == "Server")
replies = [{"op": "returned", "value": 1, "args": 7, "kwargs": [], "counts": "x"}, {"op": "raised", "type": [], "line": {}},
           {"op": "refused", "reason": {"a": 1}}, {"op": ["returned"]}, {"op": "raised", "type": "ValueError\n" * 9}]
number = [0]
def call(message):
    number[0] += 1
    return replies[number[0] % len(replies)]
server.operations["call"] = call
