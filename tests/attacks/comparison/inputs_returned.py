# Returns the very arrays that it was given, and changes them in a thread after it has returned.
# told: not right

# %% after every answer
import numpy as np, threading, time
def ANSWER(*arguments):
    arrays = [a for a in arguments if isinstance(a, np.ndarray)] or [np.zeros(1)]
    def later():
        for n in range(100):
            for a in arrays:
                a += n
            time.sleep(0.001)
    threading.Thread(target=later, daemon=True).start()
    return arrays[0], arrays[-1]
