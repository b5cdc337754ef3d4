# Turns every warning and floating-point event into an error, for itself and, it hopes, for the test.

# %% first
import warnings
import numpy as np
warnings.simplefilter("error")
np.seterr(all="raise")
