# Answers with texts, dates, objects, records, complex numbers and booleans in place of floats.
# told: not right

# %% after every answer
import numpy as np
kinds = [lambda a: a.astype(str), lambda a: a.astype(object), lambda a: a.astype(complex) + 1j, lambda a: a.astype(bool),
         lambda a: a.astype("timedelta64[s]"), lambda a: np.rec.array([(1.0, 2)], dtype=[("x", "f8"), ("y", "i4")]),
         lambda a: np.ma.masked_all(a.shape), lambda a: np.array([a, None], dtype=object), lambda a: a.astype("S8")]
def ANSWER(*arguments, answer=ANSWER, turn=[0]):
    turn[0] += 1
    return tuple(kinds[turn[0] % len(kinds)](np.asarray(r)) for r in answer(*arguments))
